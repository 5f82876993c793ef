using Microsoft.Win32.SafeHandles;

namespace RustInterop.Crossing;

/// <summary>Rust's handle on a long-running call. Releasing it neither waits for the call nor cancels it.</summary>
internal abstract class CallHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    /// <summary>Asks the call to end. Does not wait for it; may be called any number of times.</summary>
    internal abstract void Cancel();
}
