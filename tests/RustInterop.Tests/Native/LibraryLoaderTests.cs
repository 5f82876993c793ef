using System.Runtime.InteropServices;
using RustInterop.Native;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Native;

public sealed class LibraryLoaderTests
{
    [Fact]
    public void Load_NotThere_ThrowsWithEveryPathTried()
    {
        using TemporaryFolder folder = new();
        string[] paths = [folder.PathOf("first.so"), folder.PathOf("second.so")];

        Action load = () => LibraryLoader.Load("acme_nowhere", paths);

        load.Should().Throw<RustLibraryLoadException>().Which.Message.Should()
            .Contain("acme_nowhere").And
            .Contain(RuntimeInformation.RuntimeIdentifier).And
            .Contain($"\n  {paths[0]}: not there\n  {paths[1]}: not there");
    }

    [Fact]
    public void Load_SystemHasNone_ThrowsWithTheSystemsWords()
    {
        Action load = () => LibraryLoader.Load("acme_nowhere", [], () => NativeLibrary.Load("acme_nowhere"));

        load.Should().Throw<RustLibraryLoadException>().WithMessage("*\n  the system: *acme_nowhere*");
    }

    [Fact]
    public void Load_FileThatIsNoLibrary_ThrowsWithTheLoadersWords()
    {
        using TemporaryFolder folder = new();
        string path = folder.PathOf("text.so");
        File.WriteAllText(path, "not a library");

        Action load = () => LibraryLoader.Load("acme_nowhere", [path]);

        load.Should().Throw<DllNotFoundException>().WithMessage(
            OperatingSystem.IsLinux() ? $"*{path}: *file too short*" : $"*{path}: *");
    }

    [Fact]
    public void Load_FileThatIsNoLibraryBeforeOneThatIs_TakesTheSecond()
    {
        using TemporaryFolder folder = new();
        string path = folder.PathOf("text.so");
        File.WriteAllText(path, "not a library");

        (nint library, string loaded) = LibraryLoader.Load("acme_nowhere", [path, NativeLibraryFile.Path]);

        loaded.Should().Be(NativeLibraryFile.Path);
        NativeLibrary.Free(library);
    }

    [ToolFact("cc")]
    public async Task Load_LibraryOfSomeoneElse_ThrowsThatItIsNotOurs()
    {
        using TemporaryFolder folder = new();
        string path = await CLibrary.CompileAsync(folder, "int answer(void) { return 42; }");

        Action load = () => LibraryLoader.Load("acme_nowhere", [path]);

        load.Should().Throw<RustLibraryLoadException>().WithMessage($"{path} is no native library of RustInterop*");
    }

    [ToolFact("cc")]
    public async Task Load_OtherVersion_ThrowsAndNamesBothSides()
    {
        using TemporaryFolder folder = new();
        string path = await CLibrary.CompileAsync(
            folder,
            "unsigned rust_interop_abi_version(void) { return 7; } const char *rust_interop_version(void) { return \"9.8.7\"; }");

        Action load = () => LibraryLoader.Load("acme_nowhere", [path]);

        load.Should().Throw<RustLibraryLoadException>().WithMessage(
            $"{path} does not belong*version 9.8.7 with ABI 7*version {Handshake.Version} with ABI 1*");
    }
}
