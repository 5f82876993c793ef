using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
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
        typeof(ProcedureReportConverter),
        typeof(SnakeCaseEnumConverter<Transport>),
        typeof(SnakeCaseEnumConverter<RemoteShell>),
        typeof(SnakeCaseEnumConverter<ProcedureResult>),
        typeof(SnakeCaseEnumConverter<HostOutcome>),
        typeof(SnakeCaseEnumConverter<OutputStream>),
        typeof(HostShareConverter),
        typeof(TextsConverter),
        typeof(EnvironmentConverter),
        typeof(ByHostConverter<IReadOnlyDictionary<string, string>>),
        typeof(ActionInputConverter),
        typeof(ByHostConverter<ActionInput>),
    ])]
[JsonSerializable(typeof(ProcedureInput))]
[JsonSerializable(typeof(ProcedureInputMembers))]
[JsonSerializable(typeof(ProcedureOutput))]
[JsonSerializable(typeof(ProcedureProgress))]
[JsonSerializable(typeof(HostOutput))]
[JsonSerializable(typeof(OutputReport))]
[JsonSerializable(typeof(ProcedureReport))]
internal sealed partial class FleetJson : JsonSerializerContext
{
    /// <summary>This context's options, made strict about null.</summary>
    internal static JsonSerializerOptions StrictOptions()
    {
        JsonSerializerOptions options = StrictJson.OptionsOf(Default);
        options.TypeInfoResolver = options.TypeInfoResolver!.WithAddedModifier(CheckHosts);
        return options;
    }

    // The type of a C# list does not forbid null elements.
    private static void CheckHosts(JsonTypeInfo type)
    {
        if (type.Type == typeof(ProcedureOutput))
        {
            type.OnDeserialized = type.OnSerializing = static output => ThrowIfAnyIsNull(((ProcedureOutput)output).Hosts);
        }
    }

    private static void ThrowIfAnyIsNull(IReadOnlyList<HostResult?>? hosts)
    {
        for (int index = 0; index < hosts?.Count; index++)
        {
            if (hosts[index] is null)
            {
                throw new JsonException($"element {index} of hosts is null");
            }
        }
    }
}
