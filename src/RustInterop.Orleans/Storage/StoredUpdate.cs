using System.Text.Json;
using RustInterop.Fleet;

namespace RustInterop.Orleans.Storage;

/// <summary>Further results of a job, as the store has them: silos pass them on, and only clients read them.</summary>
/// <param name="Status">How far the job was when the results were read.</param>
/// <param name="Results">The JSON of each, in the order in which they were stored.</param>
/// <param name="Cursor">How many results the job had up to these.</param>
[GenerateSerializer]
[Immutable]
internal sealed record StoredUpdate(FleetJobStatus Status, byte[][] Results, long Cursor)
{
    internal FleetJobUpdate Read() => new(
        Status, [.. Results.Select(json => JsonSerializer.Deserialize(json, ProcedureJson.HostResult)!)], Cursor);
}
