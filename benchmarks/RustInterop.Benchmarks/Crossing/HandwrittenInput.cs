namespace RustInterop.Benchmarks.Crossing;

/// <summary>What start_procedure is given, as far as the benchmarks use it.</summary>
internal sealed record HandwrittenInput(
    double Timeout, int Retries, IReadOnlyList<string> HostList, string Action, int JobId, string Transport);
