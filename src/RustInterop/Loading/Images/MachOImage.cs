using System.Buffers.Binary;

namespace RustInterop.Loading.Images;

/// <summary>A library of macOS, for one processor.</summary>
internal sealed class MachOImage : LibraryImage
{
    private const uint Magic = 0xfeed_face;
    private const uint Magic64 = 0xfeed_facf;

    private readonly ImageFile _file;
    private readonly ulong _start;
    private readonly bool _bigEndian;
    private readonly ImageBytes _header;

    private MachOCommands? _commands;

    /// <param name="file">The file that it is in.</param>
    /// <param name="start">Where in the file it begins.</param>
    internal MachOImage(ImageFile file, ulong start)
    {
        _file = file;
        _start = start;
        uint magic = file.Read(start, 4, bigEndian: true).U32(0);
        if (!IsMagic(magic))
        {
            throw BadImage.Damaged("a part of it is no image of macOS");
        }

        _bigEndian = magic is Magic or Magic64;
        Is64 = Magic64 == (_bigEndian ? magic : BinaryPrimitives.ReverseEndianness(magic));
        _header = Read(0, HeaderLength);
    }

    internal override string System => "macOS";

    internal override IReadOnlyList<string> Processors => [Processor(_header.U32(4), _header.U32(8))];

    internal override string? OtherKind => _header.U32(12) switch
    {
        1 => "an object file",
        2 => "a program",
        6 or 8 => null,
        10 => "the debug information of a library",
        _ => "of a kind that cannot be loaded",
    };

    private bool Is64 { get; }

    private MachOCommands Commands =>
        _commands ??= new MachOCommands(Is64, Read(HeaderLength, _header.U32(20)), _header.U32(16));

    private ulong HeaderLength => Is64 ? 32u : 28u;

    internal static bool IsMagic(uint magic) =>
        magic is Magic or Magic64 || BinaryPrimitives.ReverseEndianness(magic) is Magic or Magic64;

    // By the numbers of cpu_type_t; the upper byte of a subtype holds flags.
    internal static string Processor(uint type, uint subtype) => type switch
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

    internal override IReadOnlyList<string> Needed() => Commands.Needed;

    internal override void CheckLength()
    {
        foreach ((ulong offset, ulong length) in Commands.Segments)
        {
            _file.Require(_start + offset, length);
        }
    }

    internal override IEnumerable<string> Functions()
    {
        MachOCommands commands = Commands;
        // The trie is what the loader looks in; the symbol table may have been stripped.
        IEnumerable<(string Name, ulong? Address)> symbols =
            commands.Trie is { } trie ? new MachOTrie(_file, Read(trie.Offset, trie.Length), commands.BaseAddress).Symbols()
            : commands.SymbolTable is { } table ? table.Exported(Is64, Read)
            : [];
        return symbols
            .Where(symbol => symbol.Address is null || commands.IsCode(symbol.Address.Value))
            // Where C says name, the linker says _name.
            .Where(symbol => symbol.Name.StartsWith('_'))
            .Select(symbol => symbol.Name[1..]);
    }

    private ImageBytes Read(ulong offset, ulong length) => _file.Read(_start + offset, length, _bigEndian);
}
