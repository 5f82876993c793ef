using System.IO.Compression;
using RustInterop.Build;
using RustInterop.Build.Verification;

namespace RustInterop.VerifyPackage;

/// <summary>A package with native libraries: that of RustInterop, or of a .NET tool, which has RustInterop inside.</summary>
internal sealed class Package : IDisposable
{
    private const string AssemblyName = "RustInterop.dll";
    private const string ToolFolder = "tools/net10.0/any/";
    private const string ToolSettings = $"{ToolFolder}DotnetToolSettings.xml";

    // Of a tool's files, without extension. The others are the assemblies of packages that it uses.
    private static readonly string[] s_ours = ["RustInterop", "fleet", "fleet.deps", "fleet.runtimeconfig"];

    private readonly ZipArchive _archive;
    private readonly bool _isTool;
    private readonly string _assemblies;

    /// <exception cref="InvalidDataException">It is no ZIP archive, or lacks the assembly.</exception>
    public Package(string path)
    {
        Name = Path.GetFileName(path);
        Length = new FileInfo(path).Length;
        _archive = ZipFile.OpenRead(path);
        try
        {
            Files = [.. _archive.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal)];
            _isTool = Files.Contains(ToolSettings);
            _assemblies = _isTool ? ToolFolder : "lib/net10.0/";
            Runtimes = _isTool ? $"{ToolFolder}runtimes/" : "runtimes/";
            string assembly = _assemblies + AssemblyName;
            if (!Files.Contains(assembly))
            {
                throw new InvalidDataException($"{assembly} is not in it");
            }

            Assembly = new ManagedAssembly(new MemoryStream(Read(assembly)));
            Libraries = [.. Files.Where(file => file == ExpectedPath(file))
                .Select(file => new PackedLibrary(file, IdentifierOf(file), Read(file)))];
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public string Name { get; }

    /// <summary>In bytes.</summary>
    public long Length { get; }

    /// <summary>The paths of all files in it.</summary>
    public IReadOnlyList<string> Files { get; }

    public ManagedAssembly Assembly { get; }

    /// <summary>The native libraries that the runtime would find: for a valid identifier, under the right name.</summary>
    public IReadOnlyList<PackedLibrary> Libraries { get; }

    /// <summary>The folder with a folder of each runtime identifier.</summary>
    public string Runtimes { get; }

    /// <summary>The runtime identifier in the path of a file below <see cref="Runtimes"/>.</summary>
    public string IdentifierOf(string file) => file[Runtimes.Length..].Split('/')[0];

    /// <summary>Whether the build has made the file, as opposed to copied.</summary>
    public bool IsMade(string file) =>
        file.StartsWith(Runtimes, StringComparison.Ordinal)
        || file.EndsWith(".nuspec", StringComparison.Ordinal)
        || (file.StartsWith(_assemblies, StringComparison.Ordinal)
            && (!_isTool || s_ours.Contains(Path.GetFileNameWithoutExtension(file))));

    /// <summary>Where the runtime would look for the library of that file's runtime identifier; null if nowhere.</summary>
    public string? ExpectedPath(string file) =>
        file.StartsWith(Runtimes, StringComparison.Ordinal) && RuntimeTarget.Of(IdentifierOf(file)) is not null
            ? $"{Runtimes}{IdentifierOf(file)}/native/{RustTarget.LibraryFile(IdentifierOf(file), ManagedAssembly.Library)}"
            : null;

    public byte[] Read(string file)
    {
        using Stream stream = _archive.GetEntry(file)!.Open();
        using MemoryStream bytes = new();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    public void Dispose() => _archive.Dispose();
}
