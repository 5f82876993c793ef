using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Xml.Linq;
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
    /// <param name="id">The name of the package.</param>
    internal static string PathOf(string extension, string id = nameof(RustInterop))
    {
        string path = Path.Combine(Folder, $"{id}.{Version}.{extension}");
        File.Exists(path).Should().BeTrue("the test needs {0}; ./build.sh pack builds it", path);
        return path;
    }

    /// <summary>The names of the files in a package, without those that the format itself adds.</summary>
    internal static IReadOnlyList<string> ContentOf(string path)
    {
        using ZipArchive package = ZipFile.OpenRead(path);
        return [.. package.Entries.Select(entry => entry.FullName)
            .Where(name => !name.StartsWith("_rels/", StringComparison.Ordinal)
                && !name.StartsWith("package/", StringComparison.Ordinal)
                && name != "[Content_Types].xml")];
    }

    /// <summary>What a package says of itself.</summary>
    internal static XElement MetadataOf(string path)
    {
        using ZipArchive package = ZipFile.OpenRead(path);
        using Stream stream = package.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        return XDocument.Load(stream).Root!.Elements().Single();
    }
}
