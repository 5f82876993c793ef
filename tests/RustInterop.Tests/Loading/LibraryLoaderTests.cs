using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using RustInterop.Loading;
using RustInterop.Loading.Images;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Loading;

public sealed partial class LibraryLoaderTests
{
    [Fact]
    public void Load_NoFile_ThrowsWithEveryPathTried()
    {
        using TemporaryFolder folder = new();
        string[] paths = [folder.PathOf("first.so"), folder.PathOf("second.so")];

        Action load = () => LibraryLoader.Load("acme_nowhere", paths);

        load.Should().Throw<RustLibraryLoadException>().Which.Message.Should()
            .Contain("acme_nowhere").And
            .Contain(RuntimeInformation.RuntimeIdentifier).And
            .Contain($"\n  {paths[0]}: not found\n  {paths[1]}: not found");
    }

    [Fact]
    public void Load_ContextThatThrows_ThrowsWithItsMessage()
    {
        Action load = () => LibraryLoader.Load("acme_nowhere", [], () => throw new DllNotFoundException("no plugin has it"));

        load.Should().Throw<RustLibraryLoadException>().WithMessage("*\n  the AssemblyLoadContext: no plugin has it");
    }

    [Fact]
    public void Load_ContextThatThrowsSeveralLines_ThrowsWithOneLine()
    {
        Action load = () => LibraryLoader.Load("acme_nowhere", [], () => throw new DllNotFoundException("no plugin\nhas it\n"));

        load.Should().Throw<RustLibraryLoadException>().WithMessage("*\n  the AssemblyLoadContext: no plugin has it");
    }

    [Fact]
    public void Load_ContextWithoutTheLibrary_ThrowsAndSaysSo()
    {
        Action load = () => LibraryLoader.Load("acme_nowhere", [], () => 0);

        load.Should().Throw<RustLibraryLoadException>().WithMessage(
            "*Tried in this order:\n  the AssemblyLoadContext: does not know the library");
    }

    [Fact]
    public void Load_NoFolder_ThrowsAndSaysSo()
    {
        Action load = () => LibraryLoader.Load("acme_nowhere", []);

        load.Should().Throw<RustLibraryLoadException>().WithMessage("*There was no folder to look in.");
    }

    [Fact]
    public void Load_FileThatIsNoLibrary_ThrowsWithTheReasonAndTheLoadersMessage()
    {
        using TemporaryFolder folder = new();
        string path = folder.PathOf("text.so");
        File.WriteAllText(path, "not a library");

        Action load = () => LibraryLoader.Load("acme_nowhere", [path]);

        string reason = $"{path}: text that begins with \"not a library\", not a library; the loader says: ";
        load.Should().Throw<DllNotFoundException>().WithMessage(
            OperatingSystem.IsLinux() ? $"*{reason}*file too short*" : $"*{reason}*");
    }

    [Fact]
    public void Load_Folder_ThrowsAndSaysSo()
    {
        using TemporaryFolder folder = new();

        Action load = () => LibraryLoader.Load("acme_nowhere", [folder.FullName]);

        load.Should().Throw<RustLibraryLoadException>().WithMessage($"*\n  {folder.FullName}: a folder");
    }

    [LinuxFact("cc")]
    public async Task Load_DependencyMissing_ThrowsWithItsNameAndTheLoadersMessageLast()
    {
        using TemporaryFolder folder = new();
        string gone = await CLibrary.CompileAsync(
            folder, "libgone.so", "int gone(void) { return 1; }", "-Wl,-soname,libgone_acme.so.3");
        string path = await CLibrary.CompileAsync(
            folder, "library.so", "int gone(void); int answer(void) { return gone(); }", gone);
        File.Delete(gone);

        Action load = () => LibraryLoader.Load("acme_nowhere", [path]);

        load.Should().Throw<RustLibraryLoadException>().WithMessage(
            $"*{path}: needs libgone_acme.so.3, which cannot be found; the loader says: *libgone_acme.so.3: *");
    }

    [LinuxFact("cc")]
    public async Task Load_UndefinedFunction_DoesNotReportAMissingLibrary()
    {
        using TemporaryFolder folder = new();
        string path = await CLibrary.CompileAsync(
            folder, "library.so", "int nowhere(void); int answer(void) { return nowhere(); }", "-Wl,-z,now");

        Action load = () => LibraryLoader.Load("acme_nowhere", [path]);

        load.Should().Throw<RustLibraryLoadException>().WithMessage($"*\n  {path}: *undefined symbol: nowhere")
            .Which.Message.Should().NotContain(": needs ");
    }

    [LinuxFact("cc")]
    public async Task Load_GlibcTooOld_ThrowsWithBothVersions()
    {
        using TemporaryFolder folder = new();
        string path = await CLibrary.CompileAsync(
            folder,
            "library.so",
            """int puts(const char *); int answer(void) { return puts("42"); }""");
        string wanted = await FirstGlibcVersionAsync(path);
        string other = $"9.{new string('9', wanted.Length - 2)}";
        Patch.Text(path, $"GLIBC_{wanted}\0", $"GLIBC_{other}\0");

        Action load = () => LibraryLoader.Load("acme_nowhere", [path]);

        load.Should().Throw<RustLibraryLoadException>().WithMessage(
            $"*{path}: needs glibc {other}, but this system has {Platform.Current.GlibcVersion}; the loader says: *");
    }

    [LinuxFact("cc")]
    public async Task Load_TruncatedFile_ThrowsAndTheProcessLives()
    {
        using TemporaryFolder folder = new();
        string path = await CLibrary.CompileAsync(folder, "library.so", "int answer(void) { return 42; }");
        await using (FileStream file = File.OpenWrite(path))
        {
            file.SetLength(file.Length / 4);
        }

        Action load = () => LibraryLoader.Load("acme_nowhere", [path]);

        load.Should().Throw<RustLibraryLoadException>().WithMessage($"*{path}: damaged or truncated: *");
    }

    [Fact]
    public void Load_FileThatIsNoLibraryBeforeOneThatIs_LoadsTheSecond()
    {
        using TemporaryFolder folder = new();
        string path = folder.PathOf("text.so");
        File.WriteAllText(path, "not a library");

        (nint library, string loaded) = LibraryLoader.Load("acme_nowhere", [path, NativeLibraryFile.Path]);

        loaded.Should().Be(NativeLibraryFile.Path);
        NativeLibrary.Free(library);
    }

    [ToolFact("cc")]
    public async Task Load_ForeignLibrary_ThrowsAndSaysSo()
    {
        using TemporaryFolder folder = new();
        string path = await CLibrary.CompileAsync(folder, "int answer(void) { return 42; }");

        Action load = () => LibraryLoader.Load("acme_nowhere", [path]);

        load.Should().Throw<RustLibraryLoadException>().WithMessage(
            $"{path} is not a native library of RustInterop {Handshake.Version}: "
            + "it does not export rust_interop_abi_version and rust_interop_version. "
            + "A cdylib exports them if it depends on the crate rust-interop and exports a procedure.");
    }

    [LinuxFact("cc")]
    public async Task Load_ForeignLibrary_UnloadsIt()
    {
        using TemporaryFolder folder = new();
        string path = await CLibrary.CompileAsync(folder, "int answer(void) { return 42; }");

        Action load = () => LibraryLoader.Load("acme_nowhere", [path]);

        load.Should().Throw<RustLibraryLoadException>();
        (await File.ReadAllTextAsync("/proc/self/maps")).Should().NotContain(path);
    }

    [ToolFact("cc")]
    public async Task Load_OtherAbi_ThrowsAndNamesBothSides()
    {
        using TemporaryFolder folder = new();
        string path = await CLibrary.CompileAsync(
            folder,
            "unsigned rust_interop_abi_version(void) { return 7; } const char *rust_interop_version(void) { return \"9.8.7\"; }");

        Action load = () => LibraryLoader.Load("acme_nowhere", [path]);

        load.Should().Throw<RustLibraryLoadException>().WithMessage(
            $"{path} has ABI 7, of rust-interop 9.8.7, but RustInterop.dll {Handshake.Version} needs ABI {Handshake.AbiVersion}.*");
    }

    [ToolFact("cc")]
    public async Task Load_OtherVersionOfTheCrate_Loads()
    {
        using TemporaryFolder folder = new();
        string path = await CLibrary.CompileAsync(folder, CLibrary.Handshake.Replace($"\"{Handshake.Version}\"", "\"9.8.7\""));

        (nint library, string loaded) = LibraryLoader.Load("acme_nowhere", [path]);

        loaded.Should().Be(path);
        VersionOf(library).Should().Be("9.8.7");
        NativeLibrary.Free(library);
    }

    private static unsafe string? VersionOf(nint library) => Marshal.PtrToStringUTF8(
        ((delegate* unmanaged[Cdecl]<nint>)NativeLibrary.GetExport(library, "rust_interop_version"))());

    private static async Task<string> FirstGlibcVersionAsync(string path) =>
        GlibcVersion().Match(await File.ReadAllTextAsync(path, Encoding.Latin1)).Groups[1].Value;

    [GeneratedRegex(@"GLIBC_(\d[\d.]+)\0")]
    private static partial Regex GlibcVersion();
}
