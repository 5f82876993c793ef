namespace RustInterop.Native.BuiltIn;

/// <summary>A string of the built-in library's.</summary>
internal sealed class BuiltInString : RustString
{
    /// <summary>For the marshaller, which sets the handle afterwards.</summary>
    public BuiltInString()
    {
    }

    internal BuiltInString(nint text) => SetHandle(text);

    protected override bool ReleaseHandle()
    {
        NativeMethods.free_mem(handle);
        return true;
    }
}
