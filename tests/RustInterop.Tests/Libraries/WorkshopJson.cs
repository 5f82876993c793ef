using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace RustInterop.Tests.Libraries;

/// <summary>The JSON of the records that tests/crates/workshop takes and returns, as strict as in Rust.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(ColourConverter)])]
[JsonSerializable(typeof(Order))]
[JsonSerializable(typeof(Bill))]
[JsonSerializable(typeof(OrderWithTextCount))]
[JsonSerializable(typeof(OrderWithDate))]
[JsonSerializable(typeof(BillWithNumber))]
[JsonSerializable(typeof(Kinds))]
[JsonSerializable(typeof(Step))]
[JsonSerializable(typeof(Waiting))]
[JsonSerializable(typeof(Nested))]
[JsonSerializable(typeof(TravelError))]
[JsonSerializable(typeof(TravelErrorWithShortDays))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(double))]
[JsonSerializable(typeof(int?))]
[JsonSerializable(typeof(object))]
[JsonSerializable(typeof(JsonNode))]
internal sealed partial class WorkshopJson : JsonSerializerContext;

internal sealed record Order(string Customer, IReadOnlyList<Line> Lines);

internal sealed record Line(string Article, int Count, double Price);

internal sealed record Bill(string Customer, IReadOnlyList<string> Articles, double Total);

internal sealed record Step(int Number);

internal sealed record Waiting(bool Ready);

/// <summary>Why there is no journey.</summary>
// Mirrors tests/crates/workshop/src/errors.rs
internal sealed record TravelError(string Kind, string? Station = null, ulong? Days = null, string? Why = null);

/// <summary>A <see cref="TravelError"/> with a member whose type differs from Rust's.</summary>
internal sealed record TravelErrorWithShortDays(string Kind, string Station, int Days);

/// <summary>Arrays within arrays.</summary>
internal sealed class Nested : List<Nested>;

/// <summary>An <see cref="Order"/> with a member whose type differs from Rust's.</summary>
internal sealed record OrderWithTextCount(string Customer, IReadOnlyList<LineWithTextCount> Lines);

internal sealed record LineWithTextCount(string Article, string Count, double Price);

/// <summary>An <see cref="Order"/> with a member that Rust does not know.</summary>
internal sealed record OrderWithDate(string Customer, IReadOnlyList<Line> Lines, string Date);

/// <summary>A <see cref="Bill"/> with a member whose type differs from Rust's.</summary>
internal sealed record BillWithNumber(string Customer, IReadOnlyList<int> Articles, double Total);

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
