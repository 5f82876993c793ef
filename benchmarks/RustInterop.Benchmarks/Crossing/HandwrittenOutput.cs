namespace RustInterop.Benchmarks.Crossing;

/// <summary>The output of start_procedure.</summary>
internal sealed record HandwrittenOutput(
    int JobId, string Result, string Message, IReadOnlyList<string> FailedHosts, IReadOnlyList<HandwrittenHost> Hosts);

/// <summary>The result of one host.</summary>
internal sealed record HandwrittenHost(string Host, string Outcome);
