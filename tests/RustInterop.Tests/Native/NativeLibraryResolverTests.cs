using System.Reflection;
using System.Runtime.InteropServices;
using RustInterop.Native;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Native;

public sealed class NativeLibraryResolverTests
{
    private static readonly Assembly Assembly = typeof(Rust).Assembly;

    [Fact]
    public void Candidates_Folders_AreTheDocumentedOnesInOrder()
    {
        string root = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        string file = LibrarySearch.FileName("acme");

        IEnumerable<string> candidates = LibrarySearch.Candidates("acme", Assembly);

        candidates.Should().OnlyHaveUniqueItems();
        candidates.First().Should().Be(Path.Combine(root, file));
        candidates.Should().Contain(
            Path.Combine(root, "runtimes", RuntimeInformation.RuntimeIdentifier, "native", file));
    }

    [Fact]
    public void Load_NotThere_ThrowsWithEveryPathTried()
    {
        using TemporaryFolder folder = new();
        string[] paths = [folder.PathOf("first.so"), folder.PathOf("second.so")];

        Action load = () => NativeLibraryResolver.Load("acme_nowhere", Assembly, null, paths);

        load.Should().Throw<RustLibraryLoadException>().Which.Message.Should()
            .Contain(LibrarySearch.FileName("acme_nowhere")).And
            .Contain(RuntimeInformation.RuntimeIdentifier).And
            .Contain($"\n  {paths[0]}: not there\n  {paths[1]}: not there\n  the system: ");
    }

    [Fact]
    public void Load_FileThatIsNoLibrary_ThrowsWithTheLoadersWords()
    {
        using TemporaryFolder folder = new();
        string path = folder.PathOf("text.so");
        File.WriteAllText(path, "not a library");

        Action load = () => NativeLibraryResolver.Load("acme_nowhere", Assembly, null, [path]);

        load.Should().Throw<DllNotFoundException>().WithMessage(
            OperatingSystem.IsLinux() ? $"*{path}: *file too short*" : $"*{path}: *");
    }

    [Fact]
    public void Load_FileThatIsNoLibraryBeforeOneThatIs_TakesTheSecond()
    {
        using TemporaryFolder folder = new();
        string path = folder.PathOf("text.so");
        File.WriteAllText(path, "not a library");

        nint library = NativeLibraryResolver.Load("acme_nowhere", Assembly, null, [path, NativeLibraryFile.Path]);

        library.Should().NotBe(0);
        NativeLibrary.Free(library);
    }

    [ToolFact("gcc")]
    public async Task Load_LibraryOfSomeoneElse_ThrowsThatItIsNotOurs()
    {
        using TemporaryFolder folder = new();
        string path = await CompileAsync(folder, "int answer(void) { return 42; }");

        Action load = () => NativeLibraryResolver.Load("acme_nowhere", Assembly, null, [path]);

        load.Should().Throw<RustLibraryLoadException>().WithMessage($"{path} is not the native library of RustInterop*");
    }

    [ToolFact("gcc")]
    public async Task Load_OtherVersion_ThrowsAndNamesBothSides()
    {
        using TemporaryFolder folder = new();
        string path = await CompileAsync(
            folder,
            "unsigned rust_interop_abi_version(void) { return 7; } const char *rust_interop_version(void) { return \"9.8.7\"; }");

        Action load = () => NativeLibraryResolver.Load("acme_nowhere", Assembly, null, [path]);

        load.Should().Throw<RustLibraryLoadException>().WithMessage(
            $"{path} does not belong*version 9.8.7 with ABI 7*version {Handshake.Version} with ABI 1*");
    }

    private static async Task<string> CompileAsync(TemporaryFolder folder, string code)
    {
        string source = folder.PathOf("library.c");
        string library = folder.PathOf("library.so");
        await File.WriteAllTextAsync(source, code);
        await Command.OutputOfAsync("gcc", "-shared", "-fPIC", "-o", library, source);
        return library;
    }
}
