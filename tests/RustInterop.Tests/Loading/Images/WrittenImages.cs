namespace RustInterop.Tests.Loading.Images;

/// <summary>
/// Small images of the systems that these tests do not run on. Each exports the functions <c>answer</c> and
/// <c>antelope</c> and the variable <c>antic</c>, and needs a library named <c>missing</c>.
/// </summary>
internal static class WrittenImages
{
    internal const uint X64 = 0x0100_0007;
    internal const uint Arm64 = 0x0100_000c;
    internal const uint PowerPc = 18;

    // The root and a node, each with its edges and where they lead; then the ends of the four names, with an address each.
    private static readonly byte[] s_trie =
    [
        .. "\0\u0002_an\0"u8, 13, .. "none\0"u8, 49,
        .. "\0\u0003swer\0"u8, 34, .. "telope\0"u8, 39, .. "tic\0"u8, 44,
        3, 0, 0x80, 0x20, 0,
        3, 0, 0x90, 0x20, 0,
        3, 0, 0x80, 0x30, 0,
        3, 0, 0xa0, 0x20, 0,
    ];

    /// <summary>A DLL. It passes another library's function on as well, as <c>forwarded</c>.</summary>
    internal static byte[] Dll(int machine = 0x8664, int characteristics = 0x2022) => new ImageWriter(0x800)
        .Text(0, "MZ").U32(0x3c, 0x40)
        .Text(0x40, "PE\0\0").U16(0x44, machine).U16(0x46, 2).U16(0x54, 240).U16(0x56, characteristics)
        // The optional header: sixteen directories, of exports and imports.
        .U16(0x58, 0x20b).U32(0x58 + 108, 16)
        .U32(0x58 + 112, 0x2000).U32(0x58 + 116, 0x100)
        .U32(0x58 + 120, 0x2100).U32(0x58 + 124, 40)
        // The sections: code, and data.
        .Text(0x148, ".text").U32(0x150, 0x200).U32(0x154, 0x1000).U32(0x158, 0x200).U32(0x15c, 0x400).U32(0x16c, 0x6000_0020)
        .Text(0x170, ".rdata").U32(0x178, 0x200).U32(0x17c, 0x2000).U32(0x180, 0x200).U32(0x184, 0x600).U32(0x194, 0x4000_0040)
        // The exports: addresses, names in their order, and the address of each name.
        .U32(0x614, 4).U32(0x618, 4).U32(0x61c, 0x2028).U32(0x620, 0x2038).U32(0x624, 0x2048)
        .U32(0x628, 0x1010).U32(0x62c, 0x1000).U32(0x630, 0x2180).U32(0x634, 0x2090)
        .U32(0x638, 0x2060).U32(0x63c, 0x2068).U32(0x640, 0x2074).U32(0x644, 0x207c)
        .U16(0x648, 1).U16(0x64a, 0).U16(0x64c, 2).U16(0x64e, 3)
        .Text(0x660, "answer\0").Text(0x668, "antelope\0").Text(0x674, "antic\0").Text(0x67c, "forwarded\0").Text(0x690, "other.name\0")
        // The import of one library, with an empty entry to end the list.
        .U32(0x70c, 0x2140).Text(0x740, "missing.dll\0")
        .Bytes;

    /// <summary>A dylib, which tells its exports by a trie.</summary>
    internal static byte[] DylibWithTrie(uint processor = Arm64)
    {
        ImageWriter image = Dylib(processor, 0x8000_0033, 16);
        return image.U32(0x138, 0x400).U32(0x13c, (uint)s_trie.Length).Raw(0x400, s_trie).Bytes;
    }

    /// <summary>A dylib, which tells its exports by its symbols.</summary>
    internal static byte[] DylibWithSymbols(bool bigEndian = false)
    {
        ImageWriter image = Dylib(Arm64, 2, 24, bigEndian)
            .U32(0x138, 0x400).U32(0x13c, 6).U32(0x140, 0x480).U32(0x144, 0x60)
            .Text(0x480, "\0_answer\0_antelope\0_antic\0_hidden\0_wanted\0none\0");
        Symbol(image, 0, 1, 0x0f, 0x5000);
        Symbol(image, 1, 9, 0x0f, 0x5010);
        Symbol(image, 2, 19, 0x0f, 0x5800);
        Symbol(image, 3, 26, 0x1f, 0x5020);
        Symbol(image, 4, 34, 0x01, 0);
        Symbol(image, 5, 42, 0x0f, 0x5030);
        return image.Bytes;
    }

    /// <summary>A universal binary of two dylibs.</summary>
    internal static byte[] Universal(uint first = X64, uint second = Arm64) => new ImageWriter(0x2000, bigEndian: true)
        .U32(0, 0xcafe_babe).U32(4, 2)
        .U32(8, first).U32(16, 0x1000).U32(20, 0x800)
        .U32(28, second).U32(36, 0x1800).U32(40, 0x800)
        .Raw(0x1000, DylibWithTrie(first)).Raw(0x1800, DylibWithTrie(second))
        .Bytes;

    // A segment of code and data, a library that it needs, and at 0x130 the command that tells of the exports.
    private static ImageWriter Dylib(uint processor, uint command, uint length, bool bigEndian = false) =>
        new ImageWriter(0x800, bigEndian)
            .U32(0, 0xfeed_facf).U32(4, processor).U32(12, 6).U32(16, 3).U32(20, 272 + length)
            .U32(0x20, 0x19).U32(0x24, 232).Text(0x28, "__TEXT").U64(0x38, 0x4000).U64(0x50, 0x800).U32(0x60, 2)
            .Text(0x68, "__text").U64(0x88, 0x5000).U64(0x90, 0x100).U32(0xa8, 0x8000_0400)
            .Text(0xb8, "__const").U64(0xd8, 0x5800).U64(0xe0, 0x100)
            .U32(0x108, 0xc).U32(0x10c, 40).U32(0x110, 24).Text(0x120, "missing\0")
            .U32(0x130, command).U32(0x134, length);

    private static void Symbol(ImageWriter image, int index, uint name, byte kind, ulong address)
    {
        int at = 0x400 + (index * 16);
        image.U32(at, name).Raw(at + 4, kind).U64(at + 8, address);
    }
}
