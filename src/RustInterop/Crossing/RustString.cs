using Microsoft.Win32.SafeHandles;

namespace RustInterop.Crossing;

/// <summary>A NUL-terminated UTF-8 string that Rust allocated: given back exactly once, to the library that it is from.</summary>
internal sealed class RustString(LibraryExports library) : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    /// <summary>Takes a string of that library's; zero where the library returned NULL.</summary>
    internal void Own(nint text) => SetHandle(text);

    /// <exception cref="ObjectDisposedException">The string was given back.</exception>
    internal LentText Lend() => new(this);

    protected override bool ReleaseHandle()
    {
        library.Free(handle);
        return true;
    }

    /// <summary>The text, which nobody can free until this is disposed of.</summary>
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
        internal unsafe ReadOnlySpan<byte> Utf8 => CString.Lend((byte*)_owner.handle);

        public void Dispose() => _owner.DangerousRelease();
    }
}
