using System.IO.Compression;
using RustInterop.Loading.Images;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Packaging.Verification;

/// <summary>The package of the build with the native library of this machine's kind alone, to be changed and verified.</summary>
internal sealed class VerifiedPackage : IDisposable
{
    internal const string Assembly = "lib/net10.0/RustInterop.dll";

    private readonly TemporaryFolder _folder = new();

    internal VerifiedPackage()
    {
        File.Copy(PackageFile.PathOf("nupkg"), FullName);
        foreach (string file in Files().Where(file => file.StartsWith("runtimes/", StringComparison.Ordinal) && file != Library))
        {
            Write(file, null);
        }
    }

    /// <summary>The path in the package of the library of this machine's kind.</summary>
    internal static string Library { get; } = PathOf(PackageFile.RuntimeIdentifier);

    /// <summary>Without it, a library that was built here may need too new a glibc.</summary>
    internal static string[] GlibcOfThisMachine { get; } = ["--glibc", $"{Platform.Current.GlibcVersion}"];

    internal TemporaryFolder Folder => _folder;

    private string FullName => _folder.PathOf("RustInterop.nupkg");

    internal static string PathOf(string runtimeIdentifier) => $"runtimes/{runtimeIdentifier}/native/librust_interop.so";

    /// <summary>A line of what the verifier says of the library.</summary>
    internal static string Finding(string problem, string expected) => $"{Library}: {problem}; expected: {expected}";

    /// <summary>What a library in C exports that exports what Rust's does.</summary>
    internal static IEnumerable<string> Functions() => Header.Functions();

    internal static string Code(IEnumerable<string> functions) =>
        string.Concat(functions.Select(function => $"void {function}(void) {{ }}\n"));

    internal byte[] Read(string file)
    {
        using ZipArchive archive = ZipFile.OpenRead(FullName);
        using Stream stream = archive.GetEntry(file)!.Open();
        using MemoryStream bytes = new();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>Puts a file in, in place of one of its name.</summary>
    /// <param name="file">Its path.</param>
    /// <param name="bytes">Null takes it out.</param>
    internal void Write(string file, byte[]? bytes)
    {
        using ZipArchive archive = ZipFile.Open(FullName, ZipArchiveMode.Update);
        archive.GetEntry(file)?.Delete();
        if (bytes is not null)
        {
            using Stream stream = archive.CreateEntry(file).Open();
            stream.Write(bytes);
        }
    }

    /// <summary>Puts in a library made from C that is sound but for what is asked of it.</summary>
    /// <param name="code">All of it.</param>
    /// <param name="arguments">For the compiler, which heeds the last of several that contradict each other.</param>
    internal async Task WriteCAsync(string code, params string[] arguments)
    {
        string library = await CLibrary.CompileAsync(
            _folder, "librust_interop.so", code, ["-Wl,-z,relro,-z,now,-z,noexecstack", .. arguments]);
        Write(Library, await File.ReadAllBytesAsync(library));
    }

    internal Task WriteSoundCAsync(params string[] arguments) => WriteCAsync(Code(Functions()), arguments);

    /// <summary>Makes another library, to link against.</summary>
    /// <returns>Its path.</returns>
    internal Task<string> StandInAsync(string name, string code = "", params string[] arguments) =>
        CLibrary.CompileAsync(_folder, name, code, ["-nostdlib", $"-Wl,-soname,{name}", .. arguments]);

    /// <summary>What is found, with the glibc of this machine allowed.</summary>
    internal Task<IReadOnlyList<string>> FindAsync(params string[] arguments) =>
        FindStrictlyAsync([.. GlibcOfThisMachine, .. arguments]);

    /// <inheritdoc cref="FindAsync"/>
    internal async Task<IReadOnlyList<string>> FindStrictlyAsync(params string[] arguments)
    {
        ProcessResult result = await VerifierProgram.RunAsync([FullName, .. arguments]);
        result.ExitCode.Should().Be(1, "it said {0} {1}", result.Stdout, result.Stderr);
        return result.Stdout.ReplaceLineEndings("\n").TrimEnd().Split('\n');
    }

    internal async Task ShouldBeSoundAsync(params string[] arguments)
    {
        ProcessResult result = await VerifierProgram.RunAsync([FullName, .. GlibcOfThisMachine, .. arguments]);
        result.ExitCode.Should().Be(0, "it said {0} {1}", result.Stdout, result.Stderr);
    }

    public void Dispose() => _folder.Dispose();

    private IReadOnlyList<string> Files()
    {
        using ZipArchive archive = ZipFile.OpenRead(FullName);
        return [.. archive.Entries.Select(entry => entry.FullName)];
    }
}
