using System.Text.Json.Serialization;

namespace RustInterop;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters =
    [
        typeof(SecondsConverter),
        typeof(ProcedureInputConverter),
        typeof(SnakeCaseEnumConverter<Transport>),
        typeof(SnakeCaseEnumConverter<RemoteShell>),
        typeof(SnakeCaseEnumConverter<ProcedureResult>),
        typeof(SnakeCaseEnumConverter<HostOutcome>),
        typeof(SnakeCaseEnumConverter<RustErrorKind>),
    ])]
[JsonSerializable(typeof(ProcedureInput))]
[JsonSerializable(typeof(ProcedureInputJson))]
[JsonSerializable(typeof(ProcedureOutput))]
[JsonSerializable(typeof(ProcedureProgress))]
[JsonSerializable(typeof(ErrorReply))]
internal sealed partial class RustJson : JsonSerializerContext;
