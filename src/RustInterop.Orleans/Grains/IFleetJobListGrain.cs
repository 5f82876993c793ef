namespace RustInterop.Orleans.Grains;

/// <summary>Lists jobs.</summary>
internal interface IFleetJobListGrain : IGrainWithIntegerKey
{
    /// <param name="before">The end of the page before; null for the first.</param>
    Task<JobPage> ListAsync(long? before);
}

/// <summary>Some jobs.</summary>
/// <param name="Jobs">The jobs, the latest first.</param>
/// <param name="Before">Where the next page begins; null if this is the last.</param>
[Immutable]
internal sealed record JobPage(IReadOnlyList<FleetJobStatus> Jobs, long? Before);
