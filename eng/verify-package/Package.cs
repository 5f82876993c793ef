using System.IO.Compression;

namespace RustInterop.VerifyPackage;

/// <summary>A package, with its native libraries unpacked for as long as this lives.</summary>
internal sealed class Package : IDisposable
{
    public const string Runtimes = "runtimes/";

    private const string AssemblyPath = "lib/net10.0/RustInterop.dll";

    private readonly ZipArchive _archive;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("verify-package-");

    /// <exception cref="InvalidDataException">It is no ZIP archive, or lacks the assembly.</exception>
    public Package(string path)
    {
        Name = Path.GetFileName(path);
        Length = new FileInfo(path).Length;
        try
        {
            _archive = ZipFile.OpenRead(path);
            Files = [.. _archive.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal)];
            ZipArchiveEntry assembly = _archive.GetEntry(AssemblyPath)
                ?? throw new InvalidDataException($"{AssemblyPath} is not in it");
            Assembly = new ManagedAssembly(new MemoryStream(Read(assembly.FullName)));
            Libraries = [.. Files.Where(file => file == ExpectedPath(file)).Select(Unpack)];
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
    public IReadOnlyList<PackedLibrary> Libraries { get; } = [];

    /// <summary>The runtime identifier in the path of a file below <see cref="Runtimes"/>.</summary>
    public static string IdentifierOf(string file) => file.Split('/')[1];

    /// <summary>Where the runtime would look for the library of that file's runtime identifier; null where nowhere.</summary>
    public static string? ExpectedPath(string file) =>
        file.StartsWith(Runtimes, StringComparison.Ordinal) && RuntimeTarget.Of(IdentifierOf(file)) is { } target
            ? $"{Runtimes}{IdentifierOf(file)}/native/{target.FileName(ManagedAssembly.Library)}"
            : null;

    public byte[] Read(string file)
    {
        using Stream stream = _archive.GetEntry(file)!.Open();
        using MemoryStream bytes = new();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    public void Dispose()
    {
        foreach (PackedLibrary library in Libraries)
        {
            library.Dispose();
        }

        _archive?.Dispose();
        _folder.Delete(recursive: true);
    }

    private PackedLibrary Unpack(string file)
    {
        string identifier = IdentifierOf(file);
        string path = Path.Combine(_folder.FullName, identifier);
        File.WriteAllBytes(path, Read(file));
        return new PackedLibrary(file, identifier, RuntimeTarget.Of(identifier)!, path);
    }
}
