using System.Text.Json;
using System.Text.Json.Serialization;
using RustInterop.Orleans.Grains;

namespace RustInterop.Orleans.Json;

/// <summary>The JSON of what crosses between clients and silos.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(StartReply))]
[JsonSerializable(typeof(JobPage))]
[JsonSerializable(typeof(FleetJobStatus))]
internal sealed partial class FleetMessages : JsonSerializerContext
{
    internal static JsonSerializerOptions Json => Default.Options;

    internal static bool Contains(Type type) =>
        type == typeof(StartReply) || type == typeof(JobPage) || type == typeof(FleetJobStatus);
}
