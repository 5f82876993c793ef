namespace RustInterop.Benchmarks.FanOut.Peers;

/// <summary>pssh, which Debian calls parallel-ssh.</summary>
internal sealed record ParallelSsh() : Peer("pssh", "parallel-ssh")
{
    protected override IReadOnlyList<string> Arguments(Work work, string hosts) =>
        ["-h", hosts, "-p", Text(work.Concurrency), "-t", Text(work.Timeout), "-x", $"-F {work.Server!.Configuration}", work.Action];
}
