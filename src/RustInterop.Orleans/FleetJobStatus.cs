using System.Text.Json.Serialization;
using RustInterop.Fleet;

namespace RustInterop.Orleans;

/// <summary>How far a job is, as it is kept in the store. Immutable.</summary>
/// <param name="Id">The id of the job.</param>
/// <param name="State">How far it is.</param>
/// <param name="HostCount">How many hosts it has.</param>
/// <param name="Outcomes">How many hosts have each outcome. An outcome that no host has is left out.</param>
/// <param name="Created">When it was started.</param>
/// <param name="Ended">When the last host had its result; <see langword="null"/> before.</param>
[Immutable]
public sealed record FleetJobStatus(
    [property: JsonPropertyName("job")] string Id,
    FleetJobState State,
    [property: JsonPropertyName("hosts")] int HostCount,
    IReadOnlyDictionary<HostOutcome, int> Outcomes,
    DateTimeOffset Created,
    DateTimeOffset? Ended)
{
    /// <summary>How many hosts have their result.</summary>
    [JsonIgnore]
    public int Completed => Outcomes.Values.Sum();

    /// <summary>Whether every host has its result.</summary>
    [JsonIgnore]
    public bool HasEnded => State is FleetJobState.Completed or FleetJobState.Cancelled;
}
