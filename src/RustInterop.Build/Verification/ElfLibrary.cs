using System.Numerics;
using LibObjectFile.Elf;

namespace RustInterop.Build.Verification;

/// <summary>A library of Linux.</summary>
internal sealed class ElfLibrary : NativeLibrary
{
    private const string GlibcPrefix = "GLIBC_";
    private const ulong PositionIndependentProgram = 0x0800_0000;
    private const uint ExecutableAndWritable = 1 | 2;

    private readonly ElfFile _file;
    private readonly IReadOnlyList<ElfDynamic> _dynamic;
    private readonly IReadOnlyList<string> _versions;

    /// <exception cref="BadImageFormatException">It is damaged.</exception>
    public ElfLibrary(ElfFile file)
    {
        _file = file;
        ElfDynamicLinkingTable[] tables = [.. file.Sections.OfType<ElfDynamicLinkingTable>()];
        _dynamic = [.. tables.SelectMany(table => table.Entries)];
        _versions = [.. file.Sections.OfType<ElfStreamSection>()
            .Where(section => section.Type == ElfSectionType.GnuVersionNeedsSection)
            .SelectMany(VersionsIn)];
        Needed = [.. tables.SelectMany(table => table.GetNeededLibraries())];
        Exports = [.. file.Sections.OfType<ElfSymbolTable>()
            .Where(table => table.Type == ElfSectionType.DynamicLinkerSymbolTable)
            .SelectMany(table => table.Entries)
            .Where(symbol => symbol.Bind != ElfSymbolBind.Local && !symbol.SectionLink.IsEmpty)
            .Select(symbol => symbol.Name.Value)];
    }

    public override string TargetSystem => "Linux";

    public override IReadOnlyList<string> Processors =>
    [
        _file.Arch.Value switch
        {
            ElfArch.I386 => "x86",
            ElfArch.ARM => "arm",
            ElfArch.X86_64 => "x64",
            ElfArch.AARCH64 => "arm64",
            ElfArch.PPC64 => "ppc64le",
            ElfArch.S390 => "s390x",
            ElfArch.RISCV => "riscv64",
            ElfArch.LOONGARCH => "loongarch64",
            var processor => processor.ToString(),
        },
    ];

    public override bool IsLibrary =>
        _file.FileType == ElfFileType.Dynamic && !Has(ElfDynamicTag.Flags1, PositionIndependentProgram);

    public override IReadOnlyList<string> Needed { get; }

    public override IReadOnlyList<string> Exports { get; }

    public override IReadOnlyList<string> WritableCode => [.. Segments(ElfSegmentTypeCore.Load)
        .Where(segment => (segment.Flags.Value & ExecutableAndWritable) == ExecutableAndWritable)
        .Select(segment => $"segment at 0x{segment.Position:x}")];

    /// <summary>The C library that it is made for; null if it does not say.</summary>
    public string? CLibrary =>
        Needed.Any(name => name.StartsWith("libc.musl-", StringComparison.Ordinal)
            || name.StartsWith("ld-musl-", StringComparison.Ordinal)) ? RuntimeTarget.Musl
        : Needed.Contains("libc.so.6") || GlibcVersion is not null ? RuntimeTarget.Glibc
        : !Needed.Contains("libc.so") ? null
        // Android's symbols have versions, and musl's have none.
        : _versions.Contains("LIBC") ? RuntimeTarget.Bionic
        : RuntimeTarget.Musl;

    /// <summary>The version of glibc without which it does not load; null if any does.</summary>
    public Version? GlibcVersion => _versions
        .Where(name => name.StartsWith(GlibcPrefix, StringComparison.Ordinal))
        // GLIBC_PRIVATE is not a version, and neither are features such as GLIBC_ABI_DT_RELR.
        .Select(name => Version.TryParse(name[GlibcPrefix.Length..], out Version? version) ? version : null)
        .Max();

    /// <summary>The segments of a type, which may be one that LibObjectFile has no name for.</summary>
    public IEnumerable<ElfSegment> Segments(ElfSegmentTypeCore type) =>
        _file.Segments.Where(segment => segment.Type.Value == (uint)type);

    public bool Has(ElfDynamicTag tag) => _dynamic.Any(entry => entry.TagType == tag);

    public bool Has(ElfDynamicTag tag, ulong flag) =>
        _dynamic.Any(entry => entry.TagType == tag && (entry.Value & flag) != 0);

    /// <summary>The versions of symbols that it needs, such as GLIBC_2.34: LibObjectFile leaves them as bytes.</summary>
    private IEnumerable<string> VersionsIn(ElfStreamSection section)
    {
        byte[] bytes = new byte[section.Stream.Length];
        section.Stream.Position = 0;
        section.Stream.ReadExactly(bytes);
        ElfStringTable names = section.Link.Section as ElfStringTable
            ?? throw new BadImageFormatException("is damaged: the versions that it needs have no names");
        // An Elf64_Verneed for each library, and an Elf64_Vernaux for each version; those of 32 bits are the same.
        for (int library = 0, next = -1; next != 0; library += next)
        {
            int version = library + Number(library + 8);
            for (int count = Number(library + 2, 2); count > 0; count--)
            {
                yield return names.TryGetString((uint)Number(version + 8), out string? name) ? name : "";
                version += Number(version + 12);
            }

            next = Number(library + 12);
        }

        int Number(int at, int size = 4) => (int)new BigInteger(
            bytes.AsSpan(at, size), isUnsigned: true, isBigEndian: _file.Encoding == ElfEncoding.Msb);
    }
}
