using System.Text.Json.Serialization;
using RustInterop.Fleet;

namespace RustInterop.Orleans;

/// <summary>How far a job is, as it is kept in the store. Immutable.</summary>
/// <param name="Job">The job's id.</param>
/// <param name="State">How far it is.</param>
/// <param name="Hosts">How many hosts it has.</param>
/// <param name="Outcomes">How many hosts have each outcome. An outcome that no host has is left out.</param>
/// <param name="Created">When it was started.</param>
/// <param name="Ended">When the last host had its result; <see langword="null"/> before.</param>
[Immutable]
public sealed record FleetJobStatus(
    string Job,
    FleetJobState State,
    int Hosts,
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
