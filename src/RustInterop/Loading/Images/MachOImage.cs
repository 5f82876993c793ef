using System.Buffers.Binary;

namespace RustInterop.Loading.Images;

/// <summary>
/// A library of macOS, for one processor or, as a universal file, for several. Only its header is read, because the loader of
/// macOS itself says what is missing or truncated.
/// </summary>
internal sealed class MachOImage : LibraryImage
{
    private const uint Magic = 0xfeed_face;
    private const uint Magic64 = 0xfeed_facf;
    private const uint UniversalMagic = 0xcafe_babe;
    private const uint UniversalMagic64 = 0xcafe_babf;

    // A Java class begins like a universal file, but has its version, 45 or more, in place of the count.
    private const uint MostImages = 44;

    private readonly uint _fileType;

    internal MachOImage(ImageFile file)
    {
        List<(string Processor, ulong Offset)> images = [.. Images(file)];
        if (images.Count == 0)
        {
            throw BadImage.Damaged("it is made for no processor");
        }

        Processors = [.. images.Select(image => image.Processor)];
        // The one that this process would load.
        int own = images.FindIndex(image => image.Processor == Platform.Current.Processor);
        _fileType = Header(file, images[Math.Max(own, 0)].Offset).U32(12);
    }

    internal override string System => "macOS";

    internal override IReadOnlyList<string> Processors { get; }

    internal override string? OtherKind => _fileType switch
    {
        1 => "an object file",
        2 => "a program",
        6 or 8 => null,
        10 => "the debug information of a library",
        _ => "of a kind that cannot be loaded",
    };

    internal static bool IsMagic(uint magic, ImageFile file) =>
        IsUniversal(magic) ? file.Length >= 8 && file.Read(4, 4, bigEndian: true).U32(0) <= MostImages
            : IsOfOneProcessor(magic) || IsOfOneProcessor(BinaryPrimitives.ReverseEndianness(magic));

    private static bool IsUniversal(uint magic) => magic is UniversalMagic or UniversalMagic64;

    private static bool IsOfOneProcessor(uint magic) => magic is Magic or Magic64;

    private static IEnumerable<(string Processor, ulong Offset)> Images(ImageFile file)
    {
        uint magic = file.Read(0, 4, bigEndian: true).U32(0);
        if (!IsUniversal(magic))
        {
            ImageBytes header = Header(file, 0);
            yield return (Processor(header.U32(4), header.U32(8)), 0);
            yield break;
        }

        bool is64 = magic == UniversalMagic64;
        ulong size = is64 ? 32u : 20u;
        ulong length = file.Read(4, 4, bigEndian: true).U32(0) * size;
        ImageBytes table = file.Read(8, length, bigEndian: true);
        for (ulong at = 0; at < length; at += size)
        {
            yield return (Processor(table.U32(at), table.U32(at + 4)), table.Word(at + 8, is64));
        }
    }

    /// <summary>The fields that are the same for all widths: magic, processor, its subtype and the type of file.</summary>
    private static ImageBytes Header(ImageFile file, ulong offset)
    {
        bool bigEndian = IsOfOneProcessor(file.Read(offset, 4, bigEndian: true).U32(0));
        ImageBytes header = file.Read(offset, 16, bigEndian);
        return IsOfOneProcessor(header.U32(0)) ? header : throw BadImage.Damaged("a part of it is not an image of macOS");
    }

    // By the numbers of cpu_type_t; the upper byte of a subtype holds flags.
    private static string Processor(uint type, uint subtype) => type switch
    {
        7 => "x86",
        12 => "arm",
        18 => "ppc",
        0x0100_0007 => "x64",
        0x0100_000c => (subtype & 0xff_ffff) == 2 ? "arm64e" : "arm64",
        0x0100_0012 => "ppc64",
        0x0200_000c => "arm64_32",
        _ => $"processor {type} of Mach-O",
    };
}
