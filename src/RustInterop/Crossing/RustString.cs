using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace RustInterop.Crossing;

/// <summary>
/// A NUL-terminated UTF-8 string that Rust allocated. The library it came from frees it, exactly once.
/// </summary>
internal sealed class RustString(LibraryExports library) : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    /// <summary>Takes ownership of a string of that library; zero if the library returned NULL.</summary>
    internal void Own(nint text) => SetHandle(text);

    /// <exception cref="ObjectDisposedException">The string was freed.</exception>
    internal LentText Lend() => new(this);

    private LibraryExports Library => library;

    protected override bool ReleaseHandle()
    {
        library.Free(handle);
        return true;
    }

    /// <summary>The text. It cannot be freed until this is disposed.</summary>
    internal readonly ref struct LentText : IDisposable
    {
        private readonly RustString _owner;

        internal LentText(RustString owner)
        {
            bool held = false;
            owner.DangerousAddRef(ref held);
            _owner = owner;
        }

        /// <summary>The text.</summary>
        internal RustText Text => new(_owner.Library, _owner.handle);

        /// <inheritdoc cref="RustText.Utf8"/>
        internal ReadOnlySpan<byte> Utf8 => Text.Utf8;

        public void Dispose() => _owner.DangerousRelease();
    }
}

/// <summary>NUL-terminated UTF-8 text in a library's memory.</summary>
internal readonly ref struct RustText(LibraryExports library, nint address)
{
    internal LibraryExports Library => library;

    internal nint Address => address;

    /// <summary>The text without its NUL, not copied.</summary>
    /// <exception cref="RustException">It is longer than a span can be.</exception>
    internal unsafe ReadOnlySpan<byte> Utf8
    {
        get
        {
            try
            {
                return MemoryMarshal.CreateReadOnlySpanFromNullTerminated((byte*)address);
            }
            catch (ArgumentException exception)
            {
                throw ReplyErrors.TooLong(exception);
            }
        }
    }
}
