using System.Runtime.InteropServices;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Packaging;

/// <summary>The packages that <c>./build.sh pack</c> has built.</summary>
internal static class PackageFile
{
    /// <summary>The folder that holds them: a feed that a project can restore from.</summary>
    internal static string Folder { get; } = Repository.PathOf("artifacts", "packages");

    internal static string Version { get; } = typeof(Rust).Assembly.GetName().Version!.ToString(3);

    /// <summary>The portable runtime identifier of this machine.</summary>
    internal static string RuntimeIdentifier
    {
        get
        {
            string system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
            return $"{system}-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";
        }
    }

    /// <summary>The path of a package.</summary>
    /// <param name="extension"><c>nupkg</c>, or <c>snupkg</c> for its symbols.</param>
    internal static string PathOf(string extension)
    {
        string path = Path.Combine(Folder, $"RustInterop.{Version}.{extension}");
        File.Exists(path).Should().BeTrue("the test needs {0}; ./build.sh pack builds it", path);
        return path;
    }
}
