namespace RustInterop.Loading.Images;

/// <summary>
/// A library of Linux or a similar system. It is read by its segments, as the loader reads it, because its sections may have
/// been stripped.
/// </summary>
internal sealed class ElfImage : LibraryImage
{
    private const uint LoadSegment = 1;
    private const uint DynamicSegment = 2;
    private const byte FreeBsd = 9;
    private const string GlibcPrefix = "GLIBC_";

    private readonly ImageFile _file;
    private readonly bool _bigEndian;
    private readonly ImageBytes _header;
    private readonly Lazy<List<Segment>> _segments;
    private readonly Lazy<ElfDynamic?> _dynamic;

    internal ElfImage(ImageFile file)
    {
        _file = file;
        ImageBytes identity = Read(0, 16);
        Is64 = identity.U8(4) == 2;
        _bigEndian = identity.U8(5) == 2;
        _header = Read(0, Is64 ? 64u : 52u);
        _segments = new(ReadSegments);
        _dynamic = new(ReadDynamic);
        System = identity.U8(7) == FreeBsd ? "FreeBSD" : "Linux";
    }

    internal static ReadOnlySpan<byte> Magic => "\u007fELF"u8;

    internal bool Is64 { get; }

    internal override string System { get; }

    internal override IReadOnlyList<string> Processors => [Processor(_header.U16(18))];

    internal override string? OtherKind => _header.U16(16) switch
    {
        1 => "an object file",
        2 => "a program",
        4 => "a core dump",
        _ when Dynamic is null => "a static program or debug information",
        _ when Dynamic.IsProgram => "a program",
        _ => null,
    };

    private ElfDynamic? Dynamic => _dynamic.Value;

    /// <summary>The C library that it is made for; <see langword="null"/> if it does not say.</summary>
    internal string? CLibrary()
    {
        IReadOnlyList<string> needed = Needed();
        IReadOnlyList<string> versions = Versions();
        return needed.Any(name => name.StartsWith("libc.musl-", StringComparison.Ordinal)
                || name.StartsWith("ld-musl-", StringComparison.Ordinal)) ? Platform.Musl
            : needed.Contains("libc.so.6") || versions.Any(IsGlibc) ? Platform.Glibc
            : !needed.Contains("libc.so") ? null
            // Android's symbols have versions, and musl's have none.
            : versions.Contains("LIBC") ? Platform.Bionic
            : Platform.Musl;
    }

    /// <summary>The oldest glibc with which it loads; <see langword="null"/> if any will do.</summary>
    internal Version? GlibcVersion() =>
        Versions().Where(IsGlibc)
            // GLIBC_PRIVATE is not a version, and neither are features such as GLIBC_ABI_DT_RELR.
            .Select(name => Version.TryParse(name[GlibcPrefix.Length..], out Version? version) ? version : null)
            .Max();

    internal override IReadOnlyList<string> Needed() => Dynamic?.Needed() ?? [];

    internal override void CheckLength()
    {
        foreach (Segment segment in _segments.Value.Where(segment => segment.Type == LoadSegment))
        {
            _file.Require(segment.Offset, segment.Length);
        }
    }

    internal ImageBytes Read(ulong offset, ulong length) => _file.Read(offset, length, _bigEndian);

    internal string Name(ulong offset) => _file.Name(offset);

    /// <summary>The offset in the file of what is loaded at the address.</summary>
    internal ulong OffsetOf(ulong address)
    {
        Segment segment = _segments.Value.Find(segment => segment.Type == LoadSegment
            && address >= segment.Address && address - segment.Address < segment.Length)
            ?? throw BadImage.Damaged("it refers to an address that it does not have");
        return segment.Offset + (address - segment.Address);
    }

    private static bool IsGlibc(string version) => version.StartsWith(GlibcPrefix, StringComparison.Ordinal);

    private IReadOnlyList<string> Versions() => Dynamic?.Versions() ?? [];

    private List<Segment> ReadSegments()
    {
        ulong offset = _header.Word(Is64 ? 32u : 28u, Is64);
        ulong size = _header.U16(Is64 ? 54u : 42u);
        ulong count = _header.U16(Is64 ? 56u : 44u);
        ImageBytes table = Read(offset, count * size);
        List<Segment> segments = [];
        for (ulong at = 0; count > 0; count--, at += size)
        {
            segments.Add(new Segment(
                table.U32(at),
                table.Word(at + (Is64 ? 8u : 4u), Is64),
                table.Word(at + (Is64 ? 16u : 8u), Is64),
                table.Word(at + (Is64 ? 32u : 16u), Is64)));
        }

        return segments;
    }

    private ElfDynamic? ReadDynamic() =>
        _segments.Value.Find(segment => segment.Type == DynamicSegment && segment.Length > 0) is { } segment
            ? new ElfDynamic(this, Read(segment.Offset, segment.Length))
            : null;

    // By the numbers of e_machine.
    private string Processor(ushort machine) => machine switch
    {
        3 => "x86",
        8 => "mips",
        21 => _bigEndian ? "ppc64" : "ppc64le",
        22 => Is64 ? "s390x" : "s390",
        40 => "arm",
        62 => Is64 ? "x64" : "x32",
        183 => "arm64",
        243 => Is64 ? "riscv64" : "riscv32",
        258 => "loongarch64",
        _ => $"processor {machine} of ELF",
    };

    private sealed record Segment(uint Type, ulong Offset, ulong Address, ulong Length);
}

/// <summary>The dynamic section of an ELF library.</summary>
internal sealed class ElfDynamic
{
    private const ulong PositionIndependentProgram = 0x0800_0000;

    private readonly ElfImage _image;
    private readonly List<(ulong Tag, ulong Value)> _entries = [];

    internal ElfDynamic(ElfImage image, ImageBytes table)
    {
        _image = image;
        ulong word = image.Is64 ? 8u : 4u;
        for (ulong at = 0; at + (2 * word) <= table.Length; at += 2 * word)
        {
            ulong tag = table.Word(at, image.Is64);
            if (tag == Tag.End)
            {
                break;
            }

            _entries.Add((tag, table.Word(at + word, image.Is64)));
        }
    }

    internal bool IsProgram => ((Value(Tag.Flags) ?? 0) & PositionIndependentProgram) != 0;

    internal IReadOnlyList<string> Needed() =>
        [.. _entries.Where(entry => entry.Tag == Tag.Needed).Select(entry => Name(entry.Value))];

    /// <summary>The versions of other libraries' symbols that it needs, such as <c>GLIBC_2.34</c>.</summary>
    internal IReadOnlyList<string> Versions()
    {
        List<string> versions = [];
        ulong? address = Value(Tag.VersionsNeeded);
        for (ulong at = address is null ? 0 : _image.OffsetOf(address.Value); at != 0;)
        {
            ImageBytes library = _image.Read(at, 16);
            ulong version = at + library.U32(8);
            for (int count = library.U16(2); count > 0; count--)
            {
                ImageBytes needed = _image.Read(version, 16);
                versions.Add(Name(needed.U32(8)));
                version += needed.U32(12);
            }

            uint next = library.U32(12);
            at = next == 0 ? 0 : at + next;
        }

        return versions;
    }

    private string Name(ulong offset) => _image.Name(unchecked(_image.OffsetOf(Required(Tag.Names)) + offset));

    private ulong? Value(ulong tag) =>
        _entries.FindIndex(entry => entry.Tag == tag) is var index and >= 0 ? _entries[index].Value : null;

    private ulong Required(ulong tag) => Value(tag) ?? throw BadImage.Damaged("its dynamic section is incomplete");

    /// <summary>The tags of the entries, DT_NEEDED and so on.</summary>
    private static class Tag
    {
        internal const ulong End = 0;
        internal const ulong Needed = 1;
        internal const ulong Names = 5;
        internal const ulong Flags = 0x6fff_fffb;
        internal const ulong VersionsNeeded = 0x6fff_fffe;
    }
}
