using System.Runtime.InteropServices;

namespace RustInterop.Native.Diagnosis;

/// <summary>The GNU C library of this process.</summary>
internal static class GnuCLibrary
{
    /// <summary>Its version; null where there is none.</summary>
    internal static unsafe Version? FindVersion() =>
        // Of what the process has loaded already: by its name it would be searched for.
        NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "gnu_get_libc_version", out nint version)
        && Version.TryParse(Marshal.PtrToStringUTF8(((delegate* unmanaged[Cdecl]<nint>)version)()), out Version? parsed)
            ? parsed
            : null;
}
