namespace RustInterop.Crossing;

/// <summary>A call of a loaded library's.</summary>
internal sealed class LoadedCallHandle(LoadedLibrary library) : CallHandle
{
    /// <summary>Takes the handle that Rust returned. Made beforehand, so that nothing can come between.</summary>
    internal void Own(nint call) => SetHandle(call);

    internal override void Cancel()
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
