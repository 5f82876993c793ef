using Microsoft.Win32.SafeHandles;

namespace RustInterop.Native;

/// <summary>Rust's handle on a long-running call. Releasing it neither waits for the call nor cancels it.</summary>
internal sealed class CallHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    /// <summary>For the marshaller, which sets the handle afterwards.</summary>
    public CallHandle()
        : base(ownsHandle: true)
    {
    }

    /// <summary>Asks the call to end. Does not wait for it; may be called any number of times.</summary>
    internal void Cancel() => NativeMethods.rust_interop_cancel(this);

    protected override bool ReleaseHandle()
    {
        NativeMethods.rust_interop_release(handle);
        return true;
    }
}
