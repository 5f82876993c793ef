using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace RustInterop.Build;

/// <summary>A library's file, in which each export has left its description.</summary>
internal static class DescriptionFile
{
    private const byte Format = 1;
    private const int FormatOffset = 6;
    private const int LengthsOffset = 8;
    private const int ShapeOffset = 16;

    // Spelled backwards, so that no assembly has it by accident.
    private static readonly byte[] s_magic = [.. "OITSUR"u8.ToArray().Reverse()];

    /// <summary>
    /// Searches a file for descriptions. Nothing is loaded, so the library may be for any platform. A universal file of macOS has each
    /// description once for every processor; here it is there once.
    /// </summary>
    /// <exception cref="UnknownFormatException">The library was made with a later version of the crate rust-interop.</exception>
    public static IReadOnlyList<Export> Read(ReadOnlySpan<byte> file)
    {
        Dictionary<string, Export> found = [];
        for (int at = file.IndexOf(s_magic); at >= 0; at = Next(file, at))
        {
            if (TryRead(file[at..]) is { } export)
            {
                found.TryAdd(export.Shape, export);
            }
        }

        return [.. found.Values.OrderBy(export => export.Symbol, StringComparer.Ordinal)];
    }

    private static int Next(ReadOnlySpan<byte> file, int at)
    {
        int next = file[(at + 1)..].IndexOf(s_magic);
        return next < 0 ? -1 : at + 1 + next;
    }

    private static Export? TryRead(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < ShapeOffset || bytes[FormatOffset + 1] != '\n')
        {
            return null;
        }

        uint shape = BinaryPrimitives.ReadUInt32LittleEndian(bytes[LengthsOffset..]);
        uint docs = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(LengthsOffset + sizeof(uint))..]);
        if ((ulong)shape + docs > (ulong)(bytes.Length - ShapeOffset)
            || ParseObject(bytes.Slice(ShapeOffset, (int)shape)) is not { } export
            || !export.TryGetProperty("crate", out JsonElement crate))
        {
            return null;
        }

        return bytes[FormatOffset] == Format
            ? Export.Read(
                export,
                Encoding.UTF8.GetString(bytes.Slice(ShapeOffset, (int)shape)),
                ParseObject(bytes.Slice(ShapeOffset + (int)shape, (int)docs)))
            : throw new UnknownFormatException(crate.GetString()!, bytes[FormatOffset]);
    }

    // The magic may be there by accident, with anything behind it.
    private static JsonElement? ParseObject(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json);
        try
        {
            return json is [(byte)'{', ..] && JsonElement.TryParseValue(ref reader, out JsonElement? element) ? element : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>A description has a format that this version does not know.</summary>
internal sealed class UnknownFormatException(string crate, int format)
    : Exception($"The crate {crate} describes its exports in format {format}, which this version of RustInterop does not know.");
