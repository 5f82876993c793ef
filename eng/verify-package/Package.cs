using System.IO.Compression;
using RustInterop.Build;
using RustInterop.Build.Verification;

namespace RustInterop.VerifyPackage;

/// <summary>A package, with its native libraries.</summary>
internal sealed class Package : IDisposable
{
    public const string Runtimes = "runtimes/";

    private const string AssemblyPath = "lib/net10.0/RustInterop.dll";

    private readonly ZipArchive _archive;

    /// <exception cref="InvalidDataException">It is no ZIP archive, or lacks the assembly.</exception>
    public Package(string path)
    {
        Name = Path.GetFileName(path);
        Length = new FileInfo(path).Length;
        _archive = ZipFile.OpenRead(path);
        try
        {
            Files = [.. _archive.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal)];
            if (!Files.Contains(AssemblyPath))
            {
                throw new InvalidDataException($"{AssemblyPath} is not in it");
            }

            Assembly = new ManagedAssembly(new MemoryStream(Read(AssemblyPath)));
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

    /// <summary>The runtime identifier in the path of a file below <see cref="Runtimes"/>.</summary>
    public static string IdentifierOf(string file) => file.Split('/')[1];

    /// <summary>Where the runtime would look for the library of that file's runtime identifier; null if nowhere.</summary>
    public static string? ExpectedPath(string file) =>
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
