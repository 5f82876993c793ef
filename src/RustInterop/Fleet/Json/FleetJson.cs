using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using RustInterop.Crossing;

namespace RustInterop.Fleet.Json;

/// <summary>The types of the records, and the names of their enums.</summary>
internal sealed class FleetJson : IJsonTypeInfoResolver
{
    internal static readonly JsonSerializerOptions Options = new()
    {
        TypeInfoResolver = new FleetJson(),
        Encoder = StrictEncoder.Instance,
    };

    internal static readonly SnakeCaseEnum Transports = new(typeof(Transport));
    internal static readonly SnakeCaseEnum RemoteShells = new(typeof(RemoteShell));
    internal static readonly SnakeCaseEnum Results = new(typeof(ProcedureResult));
    internal static readonly SnakeCaseEnum Outcomes = new(typeof(HostOutcome));
    internal static readonly SnakeCaseEnum Streams = new(typeof(OutputStream));

    internal static JsonTypeInfo<T> TypeOf<T>() => (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));

    public JsonTypeInfo? GetTypeInfo(Type type, JsonSerializerOptions options) =>
        type == typeof(ProcedureInput) ? JsonMetadataServices.CreateValueInfo<ProcedureInput>(options, new ProcedureInputConverter())
        : type == typeof(ProcedureOutput) ? JsonMetadataServices.CreateValueInfo<ProcedureOutput>(options, new ProcedureOutputConverter())
        : type == typeof(HostResult) ? JsonMetadataServices.CreateValueInfo<HostResult>(options, new HostResultConverter())
        : type == typeof(ProcedureProgress) ? JsonMetadataServices.CreateValueInfo<ProcedureProgress>(options, new ProcedureProgressConverter())
        : type == typeof(HostBlock) ? JsonMetadataServices.CreateValueInfo<HostBlock>(options, new HostBlockConverter())
        : type == typeof(HostStart) ? JsonMetadataServices.CreateValueInfo<HostStart>(options, new HostStartConverter())
        : type == typeof(HostOutput) ? JsonMetadataServices.CreateValueInfo<HostOutput>(options, new HostOutputConverter())
        : type == typeof(ProcedureReport) ? JsonMetadataServices.CreateValueInfo<ProcedureReport>(options, new ProcedureReportConverter())
        : null;
}
