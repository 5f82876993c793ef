using RustInterop.Loading;

namespace RustInterop.Crossing;

/// <summary>The library of this assembly: a file, or linked into the program, as the package RustInterop.Static does.</summary>
internal sealed class BuiltInLibrary : LibraryExports
{
    private volatile bool _isChecked;

    private BuiltInLibrary()
    {
    }

    internal static BuiltInLibrary Instance { get; } = new();

    /// <remarks>A file is checked when it is loaded, but what is linked in never is loaded.</remarks>
    internal override void ThrowIfUnusable()
    {
        if (_isChecked)
        {
            return;
        }

        Handshake.Check(
            NativeMethods.rust_interop_abi_version(), NativeMethods.rust_interop_version(), "What is linked into this program");
        _isChecked = true;
    }

    internal override void Free(nint text) => NativeMethods.free_mem(text);

    internal override void Cancel(nint call) => NativeMethods.rust_interop_cancel(call);

    internal override void Release(nint call) => NativeMethods.rust_interop_release(call);
}
