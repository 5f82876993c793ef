namespace RustInterop.Benchmarks.FanOut.Peers;

/// <summary>xargs, which neither reads the output nor knows of time.</summary>
internal sealed record Xargs() : Peer("`xargs -P64`", "xargs")
{
    protected override IReadOnlyList<string> Arguments(Work work, string hosts) =>
        ["-a", hosts, $"-P{work.Concurrency}", "-n1", "sh", "-c", work.Action];
}
