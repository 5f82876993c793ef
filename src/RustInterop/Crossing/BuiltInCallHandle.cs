namespace RustInterop.Crossing;

/// <summary>A call of the built-in library's.</summary>
// The marshaller makes it, and sets the handle afterwards.
internal sealed class BuiltInCallHandle : CallHandle
{
    internal override void Cancel() => NativeMethods.rust_interop_cancel(this);

    protected override bool ReleaseHandle()
    {
        NativeMethods.rust_interop_release(handle);
        return true;
    }
}
