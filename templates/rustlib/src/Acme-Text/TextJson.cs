using System.Text.Json.Serialization;

namespace AcmeText;

/// <summary>The JSON of the records, as strict as in Rust.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(AnalyseInput))]
[JsonSerializable(typeof(AnalyseOutput))]
internal sealed partial class TextJson : JsonSerializerContext;
