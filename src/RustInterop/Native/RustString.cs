using Microsoft.Win32.SafeHandles;

namespace RustInterop.Native;

/// <summary>
/// A NUL-terminated UTF-8 string that Rust allocated: Rust's memory, given back exactly once, to the library it is from.
/// </summary>
internal abstract class RustString() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    /// <summary>Lends the text, without its NUL, to <paramref name="read"/>; nobody can free it meanwhile.</summary>
    internal unsafe TResult Read<TState, TResult>(TState state, Func<ReadOnlySpan<byte>, TState, TResult> read)
    {
        bool held = false;
        try
        {
            DangerousAddRef(ref held);
            return read(CString.Lend((byte*)handle), state);
        }
        finally
        {
            if (held)
            {
                DangerousRelease();
            }
        }
    }
}
