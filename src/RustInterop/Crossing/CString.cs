using System.Runtime.InteropServices;

namespace RustInterop.Crossing;

/// <summary>A NUL-terminated UTF-8 text in Rust's memory.</summary>
internal static unsafe class CString
{
    /// <summary>The text without its NUL, where it stands.</summary>
    /// <exception cref="RustException">It is longer than a span can be.</exception>
    internal static ReadOnlySpan<byte> Lend(byte* text)
    {
        try
        {
            return MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text);
        }
        catch (ArgumentException exception)
        {
            throw ReplyErrors.TooLong(exception);
        }
    }
}
