using System.Text.Json.Serialization;

namespace RustInterop;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters =
    [
        typeof(SecondsConverter),
        typeof(ProcedureInputConverter),
        typeof(ProcedureOutputConverter),
        typeof(HostResultConverter),
        typeof(ErrorReplyConverter),
        typeof(SnakeCaseEnumConverter<Transport>),
        typeof(SnakeCaseEnumConverter<RemoteShell>),
        typeof(SnakeCaseEnumConverter<ProcedureResult>),
        typeof(SnakeCaseEnumConverter<HostOutcome>),
        typeof(SnakeCaseEnumConverter<RustErrorKind>),
        typeof(PresentConverter<Transport>),
        typeof(PresentConverter<RemoteShell>),
        typeof(PresentConverter<bool>),
        typeof(PresentConverter<int>),
        typeof(PresentConverter<TimeSpan>),
        typeof(ListConverter<string>),
        typeof(EnvironmentConverter),
    ])]
[JsonSerializable(typeof(ProcedureInput))]
[JsonSerializable(typeof(ProcedureInputJson))]
[JsonSerializable(typeof(ProcedureOutput))]
[JsonSerializable(typeof(ProcedureProgress))]
[JsonSerializable(typeof(ErrorReply))]
internal sealed partial class RustJson : JsonSerializerContext;
