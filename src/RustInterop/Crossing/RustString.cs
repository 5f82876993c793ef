using System.Runtime.InteropServices;

namespace RustInterop.Crossing;

/// <summary>
/// A NUL-terminated UTF-8 string that Rust allocated. Whoever has it disposes of it, exactly once, which gives it back to the library that
/// it came from. It never leaves the stack: a SafeHandle, whose finalizer the runtime has to register, would cost a fifth of a small call.
/// </summary>
/// <param name="library">The library that it came from.</param>
/// <param name="address">Where it is; zero if the library returned NULL.</param>
internal readonly ref struct RustString(LibraryExports library, nint address) : IDisposable
{
    internal bool IsNull => address == 0;

    internal RustText Text => new(library, address);

    public void Dispose() => library.Free(address);
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
