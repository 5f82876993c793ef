using System.Text.Json.Serialization;

namespace RustInterop.Benchmarks.Crossing;

/// <summary>The JSON of the benchmarks' own records, as a user of RustInterop would write it.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ListingRequest))]
[JsonSerializable(typeof(Listing))]
[JsonSerializable(typeof(HandwrittenError))]
internal sealed partial class CrossingJson : JsonSerializerContext;
