namespace RustInterop.Loading.Images;

/// <summary>What a Mach-O image tells the dynamic loader.</summary>
internal sealed class MachOCommands
{
    /// <summary>The flags of a section that holds nothing but instructions, or some.</summary>
    private const uint Instructions = 0x8000_0400;

    private readonly bool _is64;
    private readonly List<string> _needed = [];
    private readonly List<(ulong Offset, ulong Length)> _segments = [];
    private readonly List<(ulong Address, ulong Length)> _code = [];

    internal MachOCommands(bool is64, ImageBytes commands, uint count)
    {
        _is64 = is64;
        for (ulong at = 0; count > 0; count--)
        {
            Add(commands, at);
            uint length = commands.U32(at + 4);
            at += length < 8 ? throw BadImage.Damaged("its load commands have no length") : length;
        }
    }

    /// <summary>The address that those of the trie count from.</summary>
    internal ulong BaseAddress { get; private set; }

    /// <summary>The libraries without which it does not load.</summary>
    internal IReadOnlyList<string> Needed => _needed;

    internal IReadOnlyList<(ulong Offset, ulong Length)> Segments => _segments;

    /// <summary>Where the exported symbols are, as a trie; null where there is none.</summary>
    internal (ulong Offset, ulong Length)? Trie { get; private set; }

    internal MachOSymbolTable? SymbolTable { get; private set; }

    internal bool IsCode(ulong address) =>
        _code.Exists(section => address >= section.Address && address - section.Address < section.Length);

    private void Add(ImageBytes commands, ulong at)
    {
        switch (commands.U32(at))
        {
            // LC_LOAD_DYLIB, LC_REEXPORT_DYLIB, LC_LOAD_UPWARD_DYLIB
            case 0xc or 0x8000_001f or 0x8000_0023:
                _needed.Add(commands.Text(at + commands.U32(at + 8)));
                break;
            // LC_SEGMENT, LC_SEGMENT_64
            case 0x1 or 0x19:
                AddSegment(commands, at);
                break;
            // LC_SYMTAB
            case 0x2:
                SymbolTable = new MachOSymbolTable(
                    commands.U32(at + 8), commands.U32(at + 12), commands.U32(at + 16), commands.U32(at + 20));
                break;
            // LC_DYLD_INFO, LC_DYLD_INFO_ONLY
            case 0x22 or 0x8000_0022:
                AddTrie(commands.U32(at + 40), commands.U32(at + 44));
                break;
            // LC_DYLD_EXPORTS_TRIE
            case 0x8000_0033:
                AddTrie(commands.U32(at + 8), commands.U32(at + 12));
                break;
        }
    }

    private void AddTrie(uint offset, uint length)
    {
        if (length > 0)
        {
            Trie = (offset, length);
        }
    }

    private void AddSegment(ImageBytes commands, ulong at)
    {
        ulong word = _is64 ? 8u : 4u;
        ulong address = commands.Word(at + 24, _is64);
        ulong offset = commands.Word(at + 24 + (2 * word), _is64);
        ulong length = commands.Word(at + 24 + (3 * word), _is64);
        _segments.Add((offset, length));
        if (offset == 0 && length > 0)
        {
            BaseAddress = address;
        }

        uint sections = commands.U32(at + 32 + (4 * word));
        ulong size = _is64 ? 80u : 68u;
        for (ulong section = at + 40 + (4 * word); sections > 0; sections--, section += size)
        {
            if ((commands.U32(section + 48 + (2 * word)) & Instructions) != 0)
            {
                _code.Add((commands.Word(section + 32, _is64), commands.Word(section + 32 + word, _is64)));
            }
        }
    }
}
