namespace RustInterop.Benchmarks.Crossing;

/// <summary>The input of start_procedure, with the members that the benchmarks use.</summary>
internal sealed record HandwrittenInput(
    double Timeout, int Retries, IReadOnlyList<string> HostList, string Action, int JobId, string Transport);
