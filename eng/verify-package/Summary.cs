using System.Globalization;
using RustInterop.Loading.Images;

namespace RustInterop.VerifyPackage;

/// <summary>A sound package in one line.</summary>
internal static class Summary
{
    public static string Of(Package package) =>
        $"{package.Name} ({Megabytes(package.Length)}): {string.Join(", ", package.Libraries.Select(Describe))}";

    /// <summary>In millions of bytes.</summary>
    public static string Megabytes(long length) => string.Create(CultureInfo.InvariantCulture, $"{length / 1e6:0.00} MB");

    private static string Describe(PackedLibrary library)
    {
        Version? glibc = (library.Image as ElfImage)?.GlibcVersion();
        string? cLibrary = glibc is null ? library.Target.CLibrary : $"{library.Target.CLibrary} {glibc}";
        string[] facts = [.. library.Image.Processors, .. cLibrary is null ? [] : new[] { cLibrary }, Megabytes(library.Length)];
        return $"{library.RuntimeIdentifier} ({string.Join(", ", facts)})";
    }
}
