namespace RustInterop.Crossing;

/// <summary>The text of a <see cref="RustString"/>, which nobody can free until this is disposed of.</summary>
internal readonly ref struct LentText : IDisposable
{
    private readonly RustString _owner;

    internal LentText(RustString owner)
    {
        bool held = false;
        owner.DangerousAddRef(ref held);
        _owner = owner;
    }

    /// <summary>Without its NUL.</summary>
    /// <exception cref="RustException">It is longer than a span can be.</exception>
    internal unsafe ReadOnlySpan<byte> Utf8 => CString.Lend((byte*)_owner.DangerousGetHandle());

    public void Dispose() => _owner.DangerousRelease();
}
