using System.Diagnostics.CodeAnalysis;
using RustInterop.Loading.Diagnosis;
using RustInterop.Loading.Images;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Loading.Images;

/// <summary>Whatever a file holds, reading it ends, with an answer or by saying that it is damaged.</summary>
public sealed class DamagedImageTests
{
    private const int Prefixes = 400;
    private const int Mutations = 1_000;

    [LinuxFact("cc")]
    public async Task Read_DamagedElf_EndsWithAnAnswer()
    {
        using TemporaryFolder folder = new();
        string library = await CLibrary.CompileAsync(
            folder, "library.so", """int puts(const char *); int answer(void) { return puts("42"); }""", "-s");

        ReadDamaged(await File.ReadAllBytesAsync(library));
    }

    [Fact]
    public void Read_DamagedDll_EndsWithAnAnswer() => ReadDamaged(WrittenImages.Dll());

    [Fact]
    public void Read_DamagedAssembly_EndsWithAnAnswer() => ReadDamaged(File.ReadAllBytes(typeof(Rust).Assembly.Location));

    [Fact]
    public void Read_DamagedDylib_EndsWithAnAnswer() => ReadDamaged(WrittenImages.Dylib());

    [Fact]
    public void Read_DamagedUniversalBinary_EndsWithAnAnswer() => ReadDamaged(WrittenImages.Universal());

    [SuppressMessage(
        "Security",
        "CA5394:Do not use insecure randomness",
        Justification = "The same numbers each time; nothing is kept secret by them.")]
    private static void ReadDamaged(byte[] image)
    {
        using TemporaryFolder folder = new();
        string path = folder.PathOf("image");
        File.WriteAllBytes(path, image);
        using FileStream file = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        Random random = new(1);
        for (int mutation = 0; mutation < Mutations; mutation++)
        {
            // The tables that describe the rest come first.
            int[] places = [.. Enumerable.Range(0, random.Next(1, 8)).Select(_ =>
                random.Next(2) == 0 ? random.Next(Math.Min(image.Length, 512)) : random.Next(image.Length))];
            foreach (int at in places)
            {
                Write(file, at, random.Next(4) == 0 ? (byte)0xff : (byte)random.Next(256));
            }

            Read(path);
            foreach (int at in places)
            {
                Write(file, at, image[at]);
            }
        }

        for (int prefix = Prefixes; prefix >= 0; prefix--)
        {
            file.SetLength((long)image.Length * prefix / Prefixes);
            Read(path);
        }
    }

    private static void Write(FileStream file, int at, byte value)
    {
        file.Position = at;
        file.WriteByte(value);
    }

    private static void Read(string path)
    {
        LoadDiagnosis.IsTruncated(path);
        LoadDiagnosis.Explain(path, "it does not load", As("Linux", Platform.Glibc));
        LoadDiagnosis.Explain(path, "it does not load", As("Windows", null));
        LoadDiagnosis.Explain(path, "it does not load", As("macOS", null));
    }

    private static Platform As(string system, string? library) =>
        new(system, Platform.Current.Processor, library, library is null ? null : new Version(2, 0));
}
