namespace RustInterop.Orleans.Grains;

/// <summary>What became of a start.</summary>
/// <param name="Status">The job, whether it is new or was there.</param>
/// <param name="Refusal">Why there is no job, or none with this input.</param>
/// <param name="Exists">Whether there is a job with this id and another input.</param>
[Immutable]
internal sealed record StartReply(FleetJobStatus? Status, string? Refusal, bool Exists);
