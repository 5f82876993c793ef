using Microsoft.Win32.SafeHandles;

namespace RustInterop.Crossing;

/// <summary>Rust's handle on a long-running call. Releasing it neither waits for the call nor cancels it.</summary>
internal sealed class CallHandle(LibraryExports library) : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    /// <summary>Takes ownership of the handle that Rust returned.</summary>
    internal void Own(nint call) => SetHandle(call);

    /// <summary>Asks the call to end, without waiting for that. You can call this any number of times.</summary>
    internal void Cancel() => Use(library.Cancel);

    /// <summary>Asks the call to begin nothing more, without waiting for its end. You can call this any number of times.</summary>
    internal void Drain() => Use(library.Drain);

    private void Use(Action<nint> function)
    {
        bool held = false;
        try
        {
            DangerousAddRef(ref held);
            function(handle);
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
