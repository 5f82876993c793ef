namespace RustInterop.Loading.Images;

/// <summary>A library of Windows.</summary>
internal sealed class PeImage : LibraryImage
{
    private const ushort Library = 0x2000;
    private const ushort Pe32Plus = 0x20b;
    private const uint Executable = 0x2000_0000;
    private const int ExportDirectory = 0;
    private const int ImportDirectory = 1;
    private const int DotnetDirectory = 14;

    private readonly ImageFile _file;
    private readonly ulong _optional;
    private readonly ImageBytes _header;

    private List<Section>? _sections;

    internal PeImage(ImageFile file)
    {
        _file = file;
        ulong start = Read(0x3c, 4).U32(0);
        ImageBytes header = Read(start, 24);
        if (header.U32(0) != 0x4550)
        {
            throw BadImage.Damaged("it begins as a Windows library does, and is none");
        }

        _header = header;
        _optional = start + 24;
    }

    internal static ReadOnlySpan<byte> Magic => "MZ"u8;

    internal override string System => "Windows";

    // By the numbers of IMAGE_FILE_MACHINE.
    internal override IReadOnlyList<string> Processors =>
    [
        _header.U16(4) switch
        {
            0x14c => "x86",
            0x1c4 => "arm",
            0x5064 => "riscv64",
            0x6264 => "loongarch64",
            0x8664 => "x64",
            0xaa64 => "arm64",
            var machine => $"processor {machine} of PE",
        },
    ];

    internal override string? OtherKind =>
        Directory(DotnetDirectory).Address != 0 ? "a .NET assembly"
        : (_header.U16(22) & Library) == 0 ? "a program"
        : null;

    private List<Section> Sections => _sections ??= ReadSections();

    internal override IReadOnlyList<string> Needed()
    {
        List<string> names = [];
        uint address = Directory(ImportDirectory).Address;
        if (address == 0)
        {
            return names;
        }

        for (ulong at = OffsetOf(address); ; at += 20)
        {
            uint name = Read(at, 20).U32(12);
            if (name == 0)
            {
                return names;
            }

            names.Add(_file.Text(OffsetOf(name)));
        }
    }

    internal override void CheckLength()
    {
        foreach (Section section in Sections)
        {
            _file.Require(section.Offset, section.Length);
        }
    }

    internal override IEnumerable<string> Functions()
    {
        (uint address, uint length) = Directory(ExportDirectory);
        if (address == 0)
        {
            yield break;
        }

        ImageBytes directory = Read(OffsetOf(address), 40);
        uint count = directory.U32(24);
        if (count == 0)
        {
            yield break;
        }

        ImageBytes addresses = Read(OffsetOf(directory.U32(28)), directory.U32(20) * 4ul);
        ImageBytes names = Read(OffsetOf(directory.U32(32)), count * 4ul);
        ImageBytes ordinals = Read(OffsetOf(directory.U32(36)), count * 2ul);
        for (ulong index = 0; index < count; index++)
        {
            uint exported = addresses.U32(ordinals.U16(index * 2) * 4ul);
            // An address in the directory itself is that of the name of another library's function.
            if (exported - address < length || SectionOf(exported).IsExecutable)
            {
                yield return _file.Text(OffsetOf(names.U32(index * 4)));
            }
        }
    }

    private ImageBytes Read(ulong offset, ulong length) => _file.Read(offset, length, bigEndian: false);

    private (uint Address, uint Length) Directory(int index)
    {
        ulong length = _header.U16(20);
        ImageBytes optional = Read(_optional, length);
        ulong count = optional.U16(0) == Pe32Plus ? 108u : 92u;
        return (uint)index < optional.U32(count)
            ? (optional.U32(count + 4 + ((ulong)index * 8)), optional.U32(count + 8 + ((ulong)index * 8)))
            : (0, 0);
    }

    private ulong OffsetOf(uint address)
    {
        Section section = SectionOf(address);
        return section.Offset + (address - section.Address);
    }

    private Section SectionOf(uint address) =>
        Sections.Find(section => address >= section.Address && address - section.Address < section.Size)
            ?? throw BadImage.Damaged("it refers to an address that it does not have");

    private List<Section> ReadSections()
    {
        uint count = _header.U16(6);
        ImageBytes table = Read(_optional + _header.U16(20), count * 40ul);
        List<Section> sections = [];
        for (ulong at = 0; at < count * 40ul; at += 40)
        {
            uint length = table.U32(at + 16);
            sections.Add(new Section(
                table.U32(at + 12),
                Math.Max(table.U32(at + 8), length),
                table.U32(at + 20),
                length,
                (table.U32(at + 36) & Executable) != 0));
        }

        return sections;
    }

    // The size is that in memory, the length that in the file.
    private sealed record Section(uint Address, uint Size, uint Offset, uint Length, bool IsExecutable);
}
