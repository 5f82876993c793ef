namespace RustInterop.Orleans.Grains;

/// <summary>Some jobs.</summary>
/// <param name="Jobs">The jobs, the latest first.</param>
/// <param name="Before">Where the next page begins; null if this is the last.</param>
[Immutable]
internal sealed record JobPage(IReadOnlyList<FleetJobStatus> Jobs, long? Before);
