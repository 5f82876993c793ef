using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using RustInterop.Loading.Images;

namespace RustInterop.VerifyPackage.Formats;

/// <summary>What a library of Windows has in store for the loader besides what <see cref="PeImage"/> tells.</summary>
internal sealed class PeLayout
{
    private const SectionCharacteristics WritableCode = SectionCharacteristics.MemExecute | SectionCharacteristics.MemWrite;

    /// <exception cref="BadImageFormatException">It is damaged.</exception>
    public PeLayout(string path)
    {
        using PEReader reader = new(File.OpenRead(path));
        PEHeader header = reader.PEHeaders.PEHeader ?? throw BadImage.Damaged("it has no optional header");
        Characteristics = header.DllCharacteristics;
        WritableCodeSections = [.. reader.PEHeaders.SectionHeaders
            .Where(section => (section.SectionCharacteristics & WritableCode) == WritableCode)
            .Select(section => section.Name)];
        Exports = [.. ReadExports(reader, header.ExportTableDirectory.RelativeVirtualAddress)];
    }

    public DllCharacteristics Characteristics { get; }

    public IReadOnlyList<string> WritableCodeSections { get; }

    /// <summary>The names of all that others can bind to, functions or not.</summary>
    public IReadOnlyList<string> Exports { get; }

    private static IEnumerable<string> ReadExports(PEReader reader, int directory)
    {
        if (directory == 0)
        {
            yield break;
        }

        // IMAGE_EXPORT_DIRECTORY: NumberOfNames and AddressOfNames.
        int count = At(reader, directory + 24).ReadInt32();
        int names = At(reader, directory + 32).ReadInt32();
        for (int index = 0; index < count; index++)
        {
            BlobReader name = At(reader, At(reader, names + (index * 4)).ReadInt32());
            yield return name.ReadUTF8(name.IndexOf(0));
        }
    }

    private static BlobReader At(PEReader reader, int address) => reader.GetSectionData(address).GetReader();
}
