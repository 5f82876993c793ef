using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using RustInterop.Loading.Images;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Loading.Images;

public sealed partial class ExportsTests
{
    private static readonly string[] Written = ["answer", "antelope"];

    [Fact]
    public void ExportsOf_BuiltLibrary_AreTheFunctionsOfTheHeader()
    {
        string header = File.ReadAllText(Repository.PathOf("native", "include", "rust_interop.h"));
        IEnumerable<string> declared = Declaration().Matches(Comment().Replace(header, "")).Select(match => match.Groups[1].Value);

        LibraryImage.ExportsOf(NativeLibraryFile.Path).Should().BeEquivalentTo(declared).And.Contain("start_procedure_async");
    }

    [LinuxTheory]
    [InlineData("gnu")]
    [InlineData("sysv")]
    public async Task ExportsOf_ElfLibrary_AreItsVisibleFunctionsInOrder(string hash)
    {
        using TemporaryFolder folder = new();
        string library = await CLibrary.CompileAsync(
            folder,
            "library.so",
            """
            int puts(const char *);
            int variable = 7;
            __attribute__((visibility("hidden"))) int hidden(void) { return 1; }
            static int internal(void) { return 2; }
            __attribute__((weak)) int weak(void) { return 3; }
            int zebra(void) { return internal() + hidden(); }
            int answer(void) { return puts("42"); }
            """,
            $"-Wl,--hash-style={hash}",
            "-s");

        LibraryImage.ExportsOf(library).Where(name => name[0] != '_').Should().Equal("answer", "weak", "zebra");
    }

    [LinuxFact("cc")]
    public async Task ExportsOf_ElfLibraryWithoutSections_AreItsFunctions()
    {
        using TemporaryFolder folder = new();
        string library = await CLibrary.CompileAsync(folder, "library.so", "int answer(void) { return 42; }", "-nostdlib");
        Patch.Bytes(library, Environment.Is64BitProcess ? 40 : 32, new byte[Environment.Is64BitProcess ? 8 : 4]);

        LibraryImage.ExportsOf(library).Should().Equal("answer");
    }

    [LinuxFact("cc")]
    public async Task ExportsOf_ElfLibraryWithoutExports_AreNone()
    {
        using TemporaryFolder folder = new();
        string library = await CLibrary.CompileAsync(
            folder, "library.so", "static int internal(void) { return 42; } int (*hidden)(void) = internal;", "-nostdlib", "-fvisibility=hidden");

        LibraryImage.ExportsOf(library).Should().BeEmpty();
    }

    [Fact]
    public void ExportsOf_Dll_AreItsFunctionsAndThoseItPassesOn() =>
        ExportsOf(WrittenImages.Dll()).Should().Equal([.. Written, "forwarded"]);

    [Fact]
    public void ExportsOf_DylibWithTrie_AreItsFunctionsWithoutUnderscore() =>
        ExportsOf(WrittenImages.DylibWithTrie()).Should().Equal(Written);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ExportsOf_DylibWithSymbols_AreItsExternalFunctionsWithoutUnderscore(bool bigEndian) =>
        ExportsOf(WrittenImages.DylibWithSymbols(bigEndian)).Should().Equal(Written);

    [Fact]
    public void ExportsOf_UniversalBinary_AreThoseOfThisProcessorsImage()
    {
        uint own = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? WrittenImages.Arm64 : WrittenImages.X64;
        byte[] image = WrittenImages.Universal(WrittenImages.PowerPc, own);
        image.AsSpan(0x1000, 0x800).Clear();

        ExportsOf(image).Should().Equal(Written);
    }

    [Fact]
    public void ExportsOf_TrieWithACircle_ThrowsThatItIsDamaged()
    {
        byte[] image = WrittenImages.DylibWithTrie();
        // The first edge leads back to the root.
        image[0x400 + 6] = 0;

        Damage(image).Should().Be("damaged: its exported symbols form no tree");
    }

    [Fact]
    public void ExportsOf_MoreNamesThanTheFileHas_ThrowsThatItIsCutShort()
    {
        byte[] image = WrittenImages.Dll();
        image.AsSpan(0x618, 4).Fill(0xff);

        Damage(image).Should().StartWith("damaged or cut short: it has 2048 bytes, and refers to bytes up to 171798");
    }

    [Fact]
    public void ExportsOf_MoreNamesThanAnyLibraryHas_ThrowsAndReadsNoneOfThem()
    {
        using TemporaryFolder folder = new();
        byte[] image = WrittenImages.Dll();
        image[0x61b] = 0x10;
        string path = folder.PathOf("image");
        File.WriteAllBytes(path, image);
        using (FileStream file = File.OpenWrite(path))
        {
            // Nothing of it takes room on the disk.
            file.SetLength(8L * 1024 * 1024 * 1024);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        Action read = () => LibraryImage.ExportsOf(path);

        read.Should().Throw<BadImageFormatException>().WithMessage("damaged: its tables are larger than any library needs");
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(1024 * 1024);
    }

    [Fact]
    public void ExportsOf_Text_ThrowsThatItIsNoLibrary() =>
        Damage("hello"u8.ToArray()).Should().Be("text that begins with \"hello\", not a library");

    private static string Damage(byte[] image)
    {
        Action read = () => ExportsOf(image);
        return read.Should().Throw<BadImageFormatException>().Which.Message;
    }

    private static IReadOnlyList<string> ExportsOf(byte[] image)
    {
        using TemporaryFolder folder = new();
        string path = folder.PathOf("image");
        File.WriteAllBytes(path, image);
        return LibraryImage.ExportsOf(path);
    }

    [GeneratedRegex(@"/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^[a-z]\w*[\w *]*?(\w+)\([^()]*\);", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
