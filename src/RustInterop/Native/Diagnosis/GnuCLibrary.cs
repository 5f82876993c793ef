using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace RustInterop.Native.Diagnosis;

/// <summary>The GNU C library of this process.</summary>
internal static partial class GnuCLibrary
{
    /// <summary>Its version; null where there is none.</summary>
    internal static Version? FindVersion()
    {
        try
        {
            return Version.TryParse(Marshal.PtrToStringUTF8(gnu_get_libc_version()), out Version? version) ? version : null;
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    /// <returns>NUL-terminated, static.</returns>
    [SuppressMessage("Style", "IDE1006:Naming Styles", Justification = "The name is that of the C header.")]
    [LibraryImport("libc.so.6")]
    private static partial nint gnu_get_libc_version();
}
