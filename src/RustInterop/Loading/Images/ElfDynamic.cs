namespace RustInterop.Loading.Images;

/// <summary>What an ELF library tells the dynamic loader.</summary>
internal sealed class ElfDynamic
{
    private readonly ElfImage _image;
    private readonly List<(ulong Tag, ulong Value)> _entries = [];

    private ImageBytes? _texts;

    internal ElfDynamic(ElfImage image, ImageBytes table)
    {
        _image = image;
        ulong word = image.Is64 ? 8u : 4u;
        for (ulong at = 0; at + (2 * word) <= (ulong)table.Length; at += 2 * word)
        {
            ulong tag = table.Word(at, image.Is64);
            if (tag == Tag.End)
            {
                break;
            }

            _entries.Add((tag, table.Word(at + word, image.Is64)));
        }
    }

    /// <summary>DT_FLAGS_1.</summary>
    internal ulong Flags => Value(Tag.Flags) ?? 0;

    private ImageBytes Texts => _texts ??= _image.Read(_image.OffsetOf(Required(Tag.Texts)), Required(Tag.TextsLength));

    internal IReadOnlyList<string> Needed() =>
        [.. _entries.Where(entry => entry.Tag == Tag.Needed).Select(entry => Texts.Text(entry.Value))];

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
                versions.Add(Texts.Text(needed.U32(8)));
                version = version + needed.U32(12);
            }

            uint next = library.U32(12);
            at = next == 0 ? 0 : at + next;
        }

        return versions;
    }

    internal IEnumerable<string> Functions() =>
        Value(Tag.Symbols) is ulong address ? ElfSymbols.Functions(_image, address, SymbolCount(), Texts) : [];

    private ulong SymbolCount() =>
        Value(Tag.GnuHash) is ulong gnu ? ElfSymbols.CountByGnuHash(_image, _image.OffsetOf(gnu))
        : Value(Tag.Hash) is ulong hash ? ElfSymbols.CountByHash(_image, _image.OffsetOf(hash))
        : 0;

    private ulong? Value(ulong tag) =>
        _entries.FindIndex(entry => entry.Tag == tag) is var index and >= 0 ? _entries[index].Value : null;

    private ulong Required(ulong tag) => Value(tag) ?? throw BadImage.Damaged("its dynamic section is incomplete");

    /// <summary>The tags of the entries, DT_NEEDED and so on.</summary>
    private static class Tag
    {
        internal const ulong End = 0;
        internal const ulong Needed = 1;
        internal const ulong Hash = 4;
        internal const ulong Texts = 5;
        internal const ulong Symbols = 6;
        internal const ulong TextsLength = 10;
        internal const ulong GnuHash = 0x6fff_fef5;
        internal const ulong Flags = 0x6fff_fffb;
        internal const ulong VersionsNeeded = 0x6fff_fffe;
    }
}
