using System.Text.Json.Serialization;
using RustInterop.Crossing;

namespace RustInterop.Fleet.Json;

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
        typeof(SnakeCaseEnumConverter<Transport>),
        typeof(SnakeCaseEnumConverter<RemoteShell>),
        typeof(SnakeCaseEnumConverter<ProcedureResult>),
        typeof(SnakeCaseEnumConverter<HostOutcome>),
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
internal sealed partial class FleetJson : JsonSerializerContext;
