using System.Runtime.InteropServices;

namespace RustInterop.Loading.Images;

/// <summary>What a library has to be made for.</summary>
/// <param name="System">Such as "Linux".</param>
/// <param name="Processor">As in runtime identifiers, such as "arm64".</param>
/// <param name="CLibrary">Null where there is but one.</param>
/// <param name="GlibcVersion">Null where the C library is another.</param>
internal sealed record Platform(string System, string Processor, string? CLibrary, Version? GlibcVersion)
{
    internal const string Bionic = "Android's C library";
    internal const string Glibc = "glibc";
    internal const string Musl = "musl";

    private static readonly Lazy<Platform> s_current = new(Find);

    /// <summary>That of this process.</summary>
    internal static Platform Current => s_current.Value;

    internal static Platform Find()
    {
        string system = OperatingSystem.IsWindows() ? "Windows"
            : OperatingSystem.IsMacOS() ? "macOS"
            : OperatingSystem.IsFreeBSD() ? "FreeBSD"
            : "Linux";
        string processor = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        string? library = system != "Linux" ? null
            : OperatingSystem.IsAndroid() ? Bionic
            : IsMusl() ? Musl
            : Glibc;
        return new Platform(system, processor, library, library == Glibc ? FindGlibcVersion() : null);
    }

    // A runtime that a distribution built itself carries the distribution's name in place of "linux-musl".
    internal static bool IsMusl() =>
        RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal)
        || RuntimeInformation.RuntimeIdentifier.StartsWith("alpine", StringComparison.Ordinal);

    private static unsafe Version? FindGlibcVersion() =>
        // Asked of what the process has loaded already: by its name the library would be searched for.
        NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "gnu_get_libc_version", out nint version)
        && Version.TryParse(Marshal.PtrToStringUTF8(((delegate* unmanaged[Cdecl]<nint>)version)()), out Version? parsed)
            ? parsed
            : null;
}
