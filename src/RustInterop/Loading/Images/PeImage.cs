using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace RustInterop.Loading.Images;

/// <summary>A library of Windows.</summary>
internal sealed class PeImage : LibraryImage
{
    // The most names of needed libraries, and the most bytes of one.
    private const int MostNames = 1000;
    private const int LongestName = 260;

    private readonly ImageFile _file;
    private readonly PEHeaders _headers;

    internal PeImage(ImageFile file)
    {
        _file = file;
        _headers = Read(reader => reader.PEHeaders);
    }

    internal static ReadOnlySpan<byte> Magic => "MZ"u8;

    internal override string System => "Windows";

    internal override IReadOnlyList<string> Processors =>
    [
        _headers.CoffHeader.Machine switch
        {
            Machine.I386 => "x86",
            Machine.ArmThumb2 => "arm",
            Machine.RiscV64 => "riscv64",
            Machine.LoongArch64 => "loongarch64",
            Machine.Amd64 => "x64",
            Machine.Arm64 => "arm64",
            var machine => $"processor {(ushort)machine} of PE",
        },
    ];

    internal override string? OtherKind =>
        Header.CorHeaderTableDirectory.RelativeVirtualAddress != 0 ? "a .NET assembly"
        : !_headers.CoffHeader.Characteristics.HasFlag(Characteristics.Dll) ? "a program"
        : null;

    private PEHeader Header => _headers.PEHeader ?? throw BadImage.Damaged("it has no optional header");

    internal override IReadOnlyList<string> Needed() => Read(reader =>
    {
        List<string> names = [];
        int imports = Header.ImportTableDirectory.RelativeVirtualAddress;
        if (imports == 0)
        {
            return names;
        }

        // IMAGE_IMPORT_DESCRIPTOR: its fourth member is the address of the name, or 0 after the last.
        BlobReader entries = reader.GetSectionData(imports).GetReader();
        while (names.Count < MostNames)
        {
            entries.Offset += 12;
            int name = entries.ReadInt32();
            entries.Offset += 4;
            if (name == 0)
            {
                return names;
            }

            PEMemoryBlock text = reader.GetSectionData(name);
            BlobReader bytes = text.GetReader(0, Math.Min(text.Length, LongestName));
            names.Add(bytes.ReadUTF8(bytes.IndexOf(0)));
        }

        throw BadImage.Damaged("it needs more libraries than any does");
    });

    internal override void CheckLength()
    {
        foreach (SectionHeader section in _headers.SectionHeaders)
        {
            _file.Require((uint)section.PointerToRawData, (uint)section.SizeOfRawData);
        }
    }

    private T Read<T>(Func<PEReader, T> read)
    {
        _file.Stream.Position = 0;
        try
        {
            using PEReader reader = new(_file.Stream, PEStreamOptions.LeaveOpen);
            return read(reader);
        }
        catch (Exception exception) when (exception is BadImageFormatException or ArgumentException)
        {
            // For addresses and lengths below 0, and for files of more than 2 GB, it is an ArgumentException.
            throw BadImage.Damaged("its headers and tables are not those of a library of Windows");
        }
    }
}
