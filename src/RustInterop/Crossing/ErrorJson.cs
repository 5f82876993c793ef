using System.Text.Json.Serialization;

namespace RustInterop.Crossing;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(ErrorReplyConverter), typeof(SnakeCaseEnumConverter<RustErrorKind>)])]
[JsonSerializable(typeof(ErrorReply))]
internal sealed partial class ErrorJson : JsonSerializerContext;
