using Microsoft.Win32.SafeHandles;

namespace RustInterop.Crossing;

/// <summary>Rust's handle on a long-running call. Releasing it neither waits for the call nor cancels it.</summary>
internal sealed class CallHandle(LibraryExports library) : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    /// <summary>Takes ownership of the handle that Rust returned.</summary>
    internal void Own(nint call) => SetHandle(call);

    /// <summary>Asks the call to end, without waiting for that. You can call this any number of times.</summary>
    internal void Cancel()
    {
        bool held = false;
        try
        {
            DangerousAddRef(ref held);
            library.Cancel(handle);
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
        library.Release(handle);
        return true;
    }
}
