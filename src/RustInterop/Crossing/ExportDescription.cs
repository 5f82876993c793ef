using System.Buffers.Binary;

namespace RustInterop.Crossing;

/// <summary>What a loaded library says of an export.</summary>
// native/include/rust_interop.h says where everything is
internal readonly ref struct ExportDescription
{
    private const int LengthsOffset = 8;
    private const int ShapeOffset = 16;

    private ExportDescription(ReadOnlySpan<byte> shape, nint directEntry)
    {
        Shape = shape;
        DirectEntry = directEntry;
    }

    /// <summary>Its shape, as JSON; empty if the description has a format that this version does not know.</summary>
    internal ReadOnlySpan<byte> Shape { get; }

    /// <summary>Its direct entry; 0 if it has none that this version can call, or if the environment wants JSON.</summary>
    internal nint DirectEntry { get; }

    internal static bool WantsJson { get; } = Environment.GetEnvironmentVariable("RUST_INTEROP_JSON") == "1";

    // The versions of the convention that DirectExport follows.
    private static ReadOnlySpan<byte> PlainPrefix => "{\"direct\":1,"u8;

    private static ReadOnlySpan<byte> CompactPrefix => "{\"direct\":2,"u8;

    internal static unsafe ExportDescription At(nint address)
    {
        ReadOnlySpan<byte> header = new((byte*)address, ShapeOffset);
        if (!header.StartsWith("RUSTIO"u8) || header["RUSTIO"u8.Length] != 1)
        {
            return default;
        }

        int shapeLength = LengthAt(header, LengthsOffset);
        int docsLength = LengthAt(header, LengthsOffset + sizeof(uint));
        ReadOnlySpan<byte> shape = new((byte*)address + ShapeOffset, shapeLength);
        // Behind the texts, where an address may be.
        int entryOffset = checked(ShapeOffset + shapeLength + docsLength + sizeof(nint) - 1) & -sizeof(nint);
        bool isDirect = (shape.StartsWith(PlainPrefix) || shape.StartsWith(CompactPrefix)) && !WantsJson;
        return new(shape, isDirect ? *(nint*)((byte*)address + entryOffset) : 0);
    }

    /// <summary>Whether the export is what generated code was made from. If one of them has no direct entry, it crosses as JSON.</summary>
    internal bool HasShape(ReadOnlySpan<byte> generated) => WithoutManner(Shape).SequenceEqual(WithoutManner(generated));

    private static int LengthAt(ReadOnlySpan<byte> header, int offset) =>
        checked((int)BinaryPrimitives.ReadUInt32LittleEndian(header[offset..]));

    // How it may be called stands before the name of the crate.
    private static ReadOnlySpan<byte> WithoutManner(ReadOnlySpan<byte> shape) => shape[Math.Max(shape.IndexOf("\"crate\":"u8), 0)..];
}
