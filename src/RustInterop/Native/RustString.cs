using Microsoft.Win32.SafeHandles;

namespace RustInterop.Native;

/// <summary>A NUL-terminated UTF-8 string that Rust allocated: Rust's memory, given back exactly once.</summary>
internal sealed class RustString : SafeHandleZeroOrMinusOneIsInvalid
{
    /// <summary>For the marshaller, which sets the handle afterwards.</summary>
    public RustString()
        : base(ownsHandle: true)
    {
    }

    /// <summary>Takes a string that Rust handed over.</summary>
    internal RustString(nint text)
        : this() =>
        SetHandle(text);

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

    protected override bool ReleaseHandle()
    {
        NativeMethods.free_mem(handle);
        return true;
    }
}
