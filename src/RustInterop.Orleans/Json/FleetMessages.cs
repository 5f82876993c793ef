using System.Text.Json;
using System.Text.Json.Serialization;
using RustInterop.Fleet;
using RustInterop.Orleans.Grains;

namespace RustInterop.Orleans.Json;

/// <summary>The JSON of what crosses between clients and silos.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    Converters = [typeof(HostResultConverter)])]
[JsonSerializable(typeof(StartReply))]
[JsonSerializable(typeof(JobPage))]
[JsonSerializable(typeof(FleetJobStatus))]
[JsonSerializable(typeof(FleetJobUpdate))]
internal sealed partial class FleetMessages : JsonSerializerContext
{
    internal static JsonSerializerOptions Json => Default.Options;

    internal static bool Contains(Type type) =>
        type == typeof(StartReply) || type == typeof(JobPage) || type == typeof(FleetJobStatus) || type == typeof(FleetJobUpdate);
}

/// <summary>A result as it crosses to Rust.</summary>
internal sealed class HostResultConverter : JsonConverter<HostResult>
{
    public override HostResult? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize(ref reader, ProcedureJson.HostResult);

    public override void Write(Utf8JsonWriter writer, HostResult value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value, ProcedureJson.HostResult);
}
