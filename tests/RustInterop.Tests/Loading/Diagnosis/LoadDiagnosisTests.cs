using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using RustInterop.Loading.Diagnosis;
using RustInterop.Loading.Images;
using RustInterop.Tests.Loading.Images;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Loading.Diagnosis;

public sealed partial class LoadDiagnosisTests
{
    private const int MachineOffset = 18;

    // With its number in an ELF file.
    private static readonly (string Name, byte[] Machine) OtherProcessor =
        RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? ("x64", [62, 0]) : ("arm64", [183, 0]);

    [Theory]
    [InlineData("", "empty, not a library")]
    [InlineData("hello\nworld", "text that begins with \"hello\", not a library")]
    [InlineData("Grüße", "text that begins with \"Grüße\", not a library")]
    [InlineData("version https://git-lfs.github.com/spec/v1\n", "a Git LFS pointer to a file that has not been fetched, not a library")]
    [InlineData("!<arch>\nx", "a static archive, not a library")]
    [InlineData("PK\u0003\u0004\u0014\u0000", "a ZIP archive, not a library")]
    [InlineData("\0asm\u0001", "a WebAssembly module, not a library")]
    [InlineData("\u0001\u0002\u0003\u0004\u0005", "of an unknown format, not a library")]
    public void Explain_FileOfAnotherKind_SaysWhich(string content, string reason) =>
        Explain(Encoding.UTF8.GetBytes(content)).Should().Be(reason);

    [Fact]
    public void Explain_LongText_QuotesItsBeginning() =>
        Explain(Encoding.UTF8.GetBytes(new string('ä', 400)))
            .Should().Be($"text that begins with \"{new string('ä', 60)}…\", not a library");

    [Fact]
    public void Explain_Folder_SaysSo()
    {
        using TemporaryFolder folder = new();

        Explain(folder.FullName).Should().Be("a folder");
    }

    [Fact]
    public void Explain_NoFile_SaysSo()
    {
        using TemporaryFolder folder = new();

        Explain(folder.PathOf("none")).Should().Be("not found");
        Explain(folder.PathOf("none/none")).Should().Be("not found");
    }

    [LinuxFact]
    [SupportedOSPlatform("linux")]
    public void Explain_UnreadableFile_SaysSo()
    {
        using TemporaryFolder folder = new();
        string path = folder.PathOf("library.so");
        File.WriteAllText(path, "secret");
        File.SetUnixFileMode(path, UnixFileMode.None);

        WithoutPrivileges(() => Explain(path)).Should().Be("this user may not read it");
    }

    [LinuxFact]
    [SupportedOSPlatform("linux")]
    public void IsTruncated_UnreadableFile_IsFalse()
    {
        using TemporaryFolder folder = new();
        string path = folder.PathOf("library.so");
        File.WriteAllText(path, "secret");
        File.SetUnixFileMode(path, UnixFileMode.None);

        WithoutPrivileges(() => LoadDiagnosis.IsTruncated(path)).Should().BeFalse();
    }

    [LinuxFact]
    public void Explain_FileThatCannotBeRead_HasTheSystemsMessage() =>
        Explain("/proc/self/mem").Should().Match("cannot be read: ?*");

    [LinuxFact("cc")]
    public async Task Explain_OtherProcessor_NamesBoth()
    {
        using TemporaryFolder folder = new();
        string library = await CompileAsync(folder, "int answer(void) { return 42; }");
        Patch.Bytes(library, MachineOffset, OtherProcessor.Machine);

        Explain(library).Should().Be($"made for {OtherProcessor.Name}, but this process is {Platform.Current.Processor}");
    }

    [Theory]
    [InlineData(3, 1, 1, "x86")]
    [InlineData(40, 1, 1, "arm")]
    [InlineData(22, 2, 2, "s390x")]
    [InlineData(999, 2, 1, "processor 999 of ELF")]
    public void Explain_ElfOfAnyWidthAndByteOrder_NamesItsProcessor(int machine, byte width, byte order, string name)
    {
        ImageWriter image = Elf(order == 2).Raw(4, width).U16(18, machine);
        if (width == 1)
        {
            image.U32(28, 0x40).U16(42, 32).U16(44, 1).U32(0x44, 0x100).U32(0x50, 8);
        }

        Explain(image.Bytes, On("Linux", "x64")).Should().Be($"made for {name}, but this process is x64");
    }

    [Fact]
    public void Explain_LibrariesOfOtherSystems_NamesThemWithTheirProcessors()
    {
        Explain(WrittenImages.Dll(), On("Linux", "x64")).Should().Be("made for Windows (x64), but this process runs on Linux");
        Explain(WrittenImages.Universal(), On("Linux", "x64"))
            .Should().Be("made for macOS (x64, arm64), but this process runs on Linux");
        Explain(WrittenImages.Dylib(), On("Windows", "x64"))
            .Should().Be("made for macOS (arm64), but this process runs on Windows");
    }

    [Fact]
    public void Explain_WindowsLibraryOfAnotherProcessor_NamesBoth()
    {
        Explain(WrittenImages.Dll(), On("Windows", "arm64")).Should().Be("made for x64, but this process is arm64");
        Explain(WrittenImages.Dll(0x14c), On("Windows", "x64")).Should().Be("made for x86, but this process is x64");
    }

    [Fact]
    public void Explain_UniversalBinaryWithoutThisProcessor_NamesThoseItHas() =>
        Explain(WrittenImages.Universal(second: WrittenImages.PowerPc), On("macOS", "arm64")).Should().Be("made for x64, ppc, but this process is arm64");

    [Fact]
    public void Explain_UniversalBinaryWithThisProcessor_FindsNothingWrong() =>
        Explain(WrittenImages.Universal(), On("macOS", "arm64")).Should().BeNull();

    [Fact]
    public void Explain_WindowsProgram_SaysSo() =>
        Explain(WrittenImages.Dll(characteristics: 0x22), On("Windows", "x64")).Should().Be("a program, not a library");

    [Fact]
    public void Explain_WindowsLibraryThatNeedsAnother_NamesIt()
    {
        using TemporaryFolder folder = new();
        string path = folder.PathOf("file");
        File.WriteAllBytes(path, WrittenImages.Dll());

        LoadDiagnosis.Explain(path, "there is no missing.dll", On("Windows", "x64"))
            .Should().Be("needs missing.dll, which cannot be found");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Explain_DylibOfAnyByteOrder_NamesItsProcessor(bool bigEndian) =>
        Explain(WrittenImages.Dylib(WrittenImages.PowerPc, bigEndian), On("macOS", "arm64"))
            .Should().Be("made for ppc, but this process is arm64");

    [Fact]
    public void Explain_DynamicSectionOfGigabytes_SaysSoWithoutReadingIt()
    {
        const long Gigabytes = 8L * 1024 * 1024 * 1024;
        using TemporaryFolder folder = new();
        string path = folder.PathOf("image");
        File.WriteAllBytes(path, Elf(bigEndian: false).U16(18, 62).U64(0x60, Gigabytes - 0x100).Bytes);
        using (FileStream file = File.OpenWrite(path))
        {
            // Nothing of it takes room on the disk.
            file.SetLength(Gigabytes);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();

        Explain(path, On("Linux", "x64")).Should().Be("damaged: its tables are larger than any library needs");
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(1024 * 1024);
    }

    [Fact]
    public void Explain_Assembly_SaysSo() =>
        Explain(typeof(Rust).Assembly.Location).Should().Be("a .NET assembly, not a library");

    [LinuxTheory]
    [InlineData("-c", "an object file, not a library")]
    [InlineData("-pie", "a program, not a library")]
    [InlineData("-no-pie", "a program, not a library")]
    public async Task Explain_ElfOfAnotherKind_SaysWhich(string kind, string reason)
    {
        using TemporaryFolder folder = new();
        string source = folder.PathOf("program.c");
        string program = folder.PathOf("program");
        await File.WriteAllTextAsync(source, "int main(void) { return 0; }");
        await Command.OutputOfAsync("cc", "-fPIC", kind, "-o", program, source);

        Explain(program).Should().Be(reason);
    }

    [LinuxFact("cc")]
    public async Task Explain_LibraryOfTheOtherCLibrary_NamesBoth()
    {
        using TemporaryFolder folder = new();
        string stub = await CLibrary.CompileAsync(
            folder, "libstub.so", "int stub(void) { return 1; }", "-nostdlib", "-Wl,-soname,libc.musl-x86_64.so.1");
        string musl = await CLibrary.CompileAsync(
            folder, "musl.so", "int stub(void); int answer(void) { return stub(); }", "-nostdlib", stub);
        string glibc = await CompileAsync(folder, """int puts(const char *); int answer(void) { return puts("42"); }""");

        Explain(musl, Here(Platform.Glibc)).Should().Be("made for musl, but this process uses glibc");
        Explain(glibc, Here(Platform.Musl)).Should().Be("made for glibc, but this process uses musl");
        Explain(glibc, Here(Platform.Glibc)).Should().BeNull();
    }

    [LinuxFact("cc")]
    public async Task Explain_GlibcTooOld_NamesBothVersions()
    {
        using TemporaryFolder folder = new();
        string library = await CompileAsync(folder, """int puts(const char *); int answer(void) { return puts("42"); }""");

        Explain(library, Here(Platform.Glibc) with { GlibcVersion = new Version(2, 0) })
            .Should().MatchRegex(@"^needs glibc 2\.\d+(\.\d+)?, but this system has 2\.0$");
    }

    [LinuxFact("cc")]
    public async Task Explain_GlibcJustNewEnough_FindsNothingWrong()
    {
        using TemporaryFolder folder = new();
        string library = await CompileAsync(folder, """int puts(const char *); int answer(void) { return puts("42"); }""");
        string reason = Explain(library, Here(Platform.Glibc) with { GlibcVersion = new Version(2, 0) })!;
        Version wanted = Version.Parse(reason.Split(' ', ',')[2]);

        Explain(library, Here(Platform.Glibc) with { GlibcVersion = wanted }).Should().BeNull();
    }

    [LinuxFact("cc")]
    public async Task Explain_TruncatedAnywhere_SaysHowMuchIsLeft()
    {
        using TemporaryFolder folder = new();
        byte[] library = await File.ReadAllBytesAsync(await CompileAsync(folder, "int answer(void) { return 42; }"));

        foreach (int length in new[] { 10, 60, 100, 1000, library.Length / 2 })
        {
            Explain(library[..length]).Should().StartWith($"damaged or truncated: it has {length} bytes, and refers to bytes up to ");
        }
    }

    [Fact]
    public void Explain_FileThatLooksRight_FindsNothingWrong() =>
        Explain(NativeLibraryFile.Path).Should().BeNull();

    /// <summary>A library of 64 bits: a header, a segment to load and a dynamic section; no more is asked for.</summary>
    private static ImageWriter Elf(bool bigEndian) => new ImageWriter(0x200, bigEndian)
        .Raw(0, 0x7f, (byte)'E', (byte)'L', (byte)'F', 2, bigEndian ? (byte)2 : (byte)1, 1).U16(16, 3)
        .U64(32, 0x40).U16(54, 56).U16(56, 1).U32(0x40, 2).U64(0x48, 0x100).U64(0x60, 16);

    private static string? Explain(byte[] content, Platform? platform = null)
    {
        using TemporaryFolder folder = new();
        string path = folder.PathOf("file");
        File.WriteAllBytes(path, content);
        return Explain(path, platform);
    }

    private static string? Explain(string path, Platform? platform = null) =>
        LoadDiagnosis.Explain(path, "it does not load", platform ?? Platform.Current);

    private static Platform On(string system, string processor) => new(system, processor, null, null);

    private static Platform Here(string library) => Platform.Current with { CLibrary = library, GlibcVersion = null };

    private static Task<string> CompileAsync(TemporaryFolder folder, string code) =>
        CLibrary.CompileAsync(folder, "library.so", code);

    // Root may read everything, but Linux can drop that privilege for the calling thread.
    private static T WithoutPrivileges<T>(Func<T> read)
    {
        const int Nobody = 65534;
        int user = setfsuid(Nobody);
        try
        {
            return read();
        }
        finally
        {
            _ = setfsuid(user);
        }
    }

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc")]
    private static partial int setfsuid(int user);
}
