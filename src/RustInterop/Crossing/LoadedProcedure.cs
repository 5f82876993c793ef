namespace RustInterop.Crossing;

/// <summary>A procedure of a loaded library's.</summary>
internal sealed unsafe class LoadedProcedure : ProcedureExports
{
    private readonly LoadedLibrary _library;
    private readonly delegate* unmanaged[Cdecl]<byte*, nint> _invoke;
    private readonly delegate* unmanaged[Cdecl]<byte*, Callbacks*, nint> _start;

    internal LoadedProcedure(LoadedLibrary library, nint invoke, nint start)
    {
        _library = library;
        _invoke = (delegate* unmanaged[Cdecl]<byte*, nint>)invoke;
        _start = (delegate* unmanaged[Cdecl]<byte*, Callbacks*, nint>)start;
    }

    /// <exception cref="ObjectDisposedException">The library was disposed of.</exception>
    internal override void Invoke(ReadOnlySpan<byte> inputJson, RustString reply)
    {
        _library.ThrowIfClosed();
        fixed (byte* input = inputJson)
        {
            reply.Own(this, _invoke(input));
        }
    }

    /// <exception cref="ObjectDisposedException">The library was disposed of.</exception>
    internal override CallHandle Start(ReadOnlySpan<byte> inputJson, in Callbacks callbacks)
    {
        _library.ThrowIfClosed();
        LoadedCallHandle call = new(_library);
        fixed (byte* input = inputJson)
        fixed (Callbacks* copied = &callbacks)
        {
            call.Own(_start(input, copied));
        }

        return call;
    }

    internal override void Free(nint text) => _library.Free(text);
}
