
namespace RustInterop.Loading.Images;

/// <summary>A file of macOS with an image for each of several processors.</summary>
internal sealed class UniversalImage : LibraryImage
{
    private const uint Magic = 0xcafe_babe;
    private const uint Magic64 = 0xcafe_babf;

    // A Java class begins with the same number, and has its version, from 45 on, in place of the count.
    private const uint MostImages = 44;

    private readonly LibraryImage _image;

    internal UniversalImage(ImageFile file)
    {
        ImageBytes header = file.Read(0, 8, bigEndian: true);
        bool is64 = header.U32(0) == Magic64;
        ulong size = is64 ? 32u : 20u;
        uint count = header.U32(4);
        ImageBytes table = file.Read(8, count * size, bigEndian: true);
        List<(string Processor, ulong Offset)> images = [];
        for (ulong at = 0; at < count * size; at += size)
        {
            images.Add((MachOImage.Processor(table.U32(at), table.U32(at + 4)), table.Word(at + 8, is64)));
        }

        if (images.Count == 0)
        {
            throw BadImage.Damaged("it is made for no processor");
        }

        Processors = [.. images.Select(image => image.Processor)];
        // The one that this process would load.
        int own = images.FindIndex(image => image.Processor == Platform.Current.Processor);
        _image = new MachOImage(file, images[Math.Max(own, 0)].Offset);
    }

    internal override string System => _image.System;

    internal override IReadOnlyList<string> Processors { get; }

    internal override string? OtherKind => _image.OtherKind;

    internal static bool IsMagic(uint magic, ImageFile file) =>
        magic is Magic or Magic64 && file.Length >= 8 && file.Read(4, 4, bigEndian: true).U32(0) <= MostImages;

    internal override IReadOnlyList<string> Needed() => _image.Needed();

    internal override void CheckLength() => _image.CheckLength();

    internal override IEnumerable<string> Functions() => _image.Functions();
}
