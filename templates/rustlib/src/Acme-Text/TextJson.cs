using System.Text.Json.Serialization;

namespace AcmeText;

/// <summary>The records as JSON, as strict as on the other side.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(AnalyseInput))]
[JsonSerializable(typeof(AnalyseOutput))]
internal sealed partial class TextJson : JsonSerializerContext;
