namespace RustInterop.Benchmarks.Crossing;

/// <summary>What it returns.</summary>
internal sealed record HandwrittenOutput(
    int JobId, string Result, string Message, IReadOnlyList<string> FailedHosts, IReadOnlyList<HandwrittenHost> Hosts);

/// <summary>What became of a host.</summary>
internal sealed record HandwrittenHost(string Host, string Outcome);
