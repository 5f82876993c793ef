namespace RustInterop.Tests.Loading.Images;

/// <summary>Small images of the systems that these tests do not run on.</summary>
internal static class WrittenImages
{
    internal const uint X64 = 0x0100_0007;
    internal const uint Arm64 = 0x0100_000c;
    internal const uint PowerPc = 18;

    /// <summary>A DLL that needs <c>missing.dll</c>.</summary>
    internal static byte[] Dll(int machine = 0x8664, int characteristics = 0x2022) => new ImageWriter(0x400)
        .Text(0, "MZ").U32(0x3c, 0x40)
        .Text(0x40, "PE\0\0").U16(0x44, machine).U16(0x46, 1).U16(0x54, 240).U16(0x56, characteristics)
        // The optional header: sixteen directories, of which the second is that of imports.
        .U16(0x58, 0x20b).U32(0x58 + 32, 0x1000).U32(0x58 + 36, 0x200).U32(0x58 + 56, 0x2000).U32(0x58 + 60, 0x200).U32(0x58 + 108, 16)
        .U32(0x58 + 120, 0x1000).U32(0x58 + 124, 40)
        .Text(0x148, ".rdata").U32(0x150, 0x200).U32(0x154, 0x1000).U32(0x158, 0x200).U32(0x15c, 0x200).U32(0x16c, 0x4000_0040)
        // The import of one library, of nothing in it, with an empty entry to end the list.
        .U32(0x200, 0x1050).U32(0x20c, 0x1040).U32(0x210, 0x1060).Text(0x240, "missing.dll\0")
        .Bytes;

    /// <summary>A dylib: its header, with no load commands.</summary>
    internal static byte[] Dylib(uint processor = Arm64, bool bigEndian = false) =>
        new ImageWriter(32, bigEndian).U32(0, 0xfeed_facf).U32(4, processor).U32(12, 6).Bytes;

    /// <summary>A universal file of two dylibs.</summary>
    internal static byte[] Universal(uint first = X64, uint second = Arm64) => new ImageWriter(0x2000, bigEndian: true)
        .U32(0, 0xcafe_babe).U32(4, 2)
        .U32(8, first).U32(16, 0x1000).U32(20, 32)
        .U32(28, second).U32(36, 0x1800).U32(40, 32)
        .Raw(0x1000, Dylib(first)).Raw(0x1800, Dylib(second))
        .Bytes;
}
