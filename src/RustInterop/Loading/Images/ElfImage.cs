
namespace RustInterop.Loading.Images;

/// <summary>
/// A library of Linux and its kin. It is read by its segments, as the loader reads it, for its sections may have been
/// stripped.
/// </summary>
internal sealed class ElfImage : LibraryImage
{
    private const uint LoadSegment = 1;
    private const uint DynamicSegment = 2;
    private const byte FreeBsd = 9;
    private const string GlibcPrefix = "GLIBC_";
    private const ulong PositionIndependentProgram = 0x0800_0000;

    private readonly ImageFile _file;
    private readonly bool _bigEndian;
    private readonly ImageBytes _header;

    private List<Segment>? _segments;
    private ElfDynamic? _dynamic;

    internal ElfImage(ImageFile file)
    {
        _file = file;
        ImageBytes identity = Read(0, 16);
        Is64 = identity.U8(4) == 2;
        _bigEndian = identity.U8(5) == 2;
        _header = Read(0, Is64 ? 64u : 52u);
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
        _ when (Dynamic.Flags & PositionIndependentProgram) != 0 => "a program",
        _ => null,
    };

    private List<Segment> Segments => _segments ??= ReadSegments();

    private ElfDynamic? Dynamic => _dynamic ??= ReadDynamic();

    /// <summary>The C library that it is made for; null where it does not tell.</summary>
    internal string? CLibrary()
    {
        IReadOnlyList<string> needed = Needed();
        IReadOnlyList<string> versions = Versions();
        return needed.Any(name => name.StartsWith("libc.musl-", StringComparison.Ordinal)
                || name.StartsWith("ld-musl-", StringComparison.Ordinal)) ? Platform.Musl
            : needed.Contains("libc.so.6") || versions.Any(IsGlibc) ? Platform.Glibc
            : !needed.Contains("libc.so") ? null
            // The symbols of Android's have versions, and those of musl have none.
            : versions.Contains("LIBC") ? Platform.Bionic
            : Platform.Musl;
    }

    /// <summary>The version of glibc without which it does not load; null where any does.</summary>
    internal Version? GlibcVersion() =>
        Versions().Where(IsGlibc)
            // GLIBC_PRIVATE is no number, and neither are the features, GLIBC_ABI_DT_RELR and so on.
            .Select(name => Version.TryParse(name[GlibcPrefix.Length..], out Version? version) ? version : null)
            .Max();

    internal override IReadOnlyList<string> Needed() => Dynamic?.Needed() ?? [];

    internal override void CheckLength()
    {
        foreach (Segment segment in Segments)
        {
            if (segment.Type == LoadSegment)
            {
                _file.Require(segment.Offset, segment.Length);
            }
        }
    }

    internal override IEnumerable<string> Functions() => Dynamic?.Functions() ?? [];

    internal ImageBytes Read(ulong offset, ulong length) => _file.Read(offset, length, _bigEndian);

    /// <summary>Where in the file that lies which is loaded at the address.</summary>
    internal ulong OffsetOf(ulong address)
    {
        Segment segment = Segments.Find(segment => segment.Type == LoadSegment
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
        Segments.Find(segment => segment.Type == DynamicSegment && segment.Length > 0) is { } segment
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
