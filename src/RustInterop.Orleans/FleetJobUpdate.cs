using RustInterop.Fleet;

namespace RustInterop.Orleans;

/// <summary>Further results of a job. Immutable.</summary>
/// <param name="Status">How far the job was when the results were read.</param>
/// <param name="Results">
/// Results of hosts, in the order in which they were stored, which is the same for all who read them. May be empty.
/// </param>
/// <param name="Cursor">How many results the job had up to these. Pass it to <see cref="FleetJob.WatchAsync"/> to go on after them.</param>
[Immutable]
public sealed record FleetJobUpdate(FleetJobStatus Status, IReadOnlyList<HostResult> Results, long Cursor);
