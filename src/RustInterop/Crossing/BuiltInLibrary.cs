using RustInterop.Loading;

namespace RustInterop.Crossing;

/// <summary>The library of this assembly: a file, or linked into the program, as the package RustInterop.Static does.</summary>
internal static class BuiltInLibrary
{
    private static volatile bool s_isChecked;

    /// <summary>
    /// To be called before its functions are. A file is checked when it is loaded, but what is linked in never is loaded.
    /// </summary>
    /// <exception cref="RustLibraryLoadException">It is not there, or is another version.</exception>
    internal static void Require()
    {
        if (s_isChecked)
        {
            return;
        }

        Handshake.Check(
            NativeMethods.rust_interop_abi_version(), NativeMethods.rust_interop_version(), "What is linked into this program");
        s_isChecked = true;
    }
}
