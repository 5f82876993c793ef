using System.Text.Json;
using System.Text.Json.Serialization;

namespace FleetServer.Api;

/// <summary>The JSON of the API: names are snake_case, and results are as they cross to Rust.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(FleetJobStatus))]
[JsonSerializable(typeof(FleetJobUpdate))]
[JsonSerializable(typeof(IReadOnlyList<FleetJobStatus>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class ServerJson : JsonSerializerContext
{
    public static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.Converters.Add(new JsonStringEnumConverter<FleetJobState>(JsonNamingPolicy.SnakeCaseLower));
        options.Converters.Add(new JsonStringEnumConverter<HostOutcome>(JsonNamingPolicy.SnakeCaseLower));
        options.TypeInfoResolverChain.Insert(0, Default);
        options.TypeInfoResolverChain.Insert(0, ProcedureJson.HostResult.Options.TypeInfoResolver!);
    }
}
