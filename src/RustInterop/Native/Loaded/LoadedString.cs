namespace RustInterop.Native.Loaded;

/// <summary>A string of a loaded library's.</summary>
internal sealed class LoadedString : RustString
{
    private readonly LoadedLibrary _library;

    internal LoadedString(LoadedLibrary library, nint text)
    {
        _library = library;
        SetHandle(text);
    }

    protected override bool ReleaseHandle()
    {
        _library.Free(handle);
        return true;
    }
}
