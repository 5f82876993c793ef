using System.Text.Json;
using System.Text.Json.Serialization;

namespace RustInterop.Tests.Libraries;

/// <summary>Every kind of member that docs/your-own-procedures.md names.</summary>
// Mirrors tests/crates/workshop/src/kinds.rs
internal sealed record Kinds(
    string Text,
    bool Flag,
    double Real,
    byte Byte,
    int Int,
    long Long,
    ulong UnsignedLong,
    IReadOnlyList<int> List,
    IReadOnlyDictionary<string, int> Map,
    string? Option,
    Colour Colour,
    IReadOnlyList<byte> Bytes);

internal enum Colour
{
    Red,
    DarkBlue,
}

internal sealed class ColourConverter() : JsonStringEnumConverter<Colour>(JsonNamingPolicy.SnakeCaseLower);
