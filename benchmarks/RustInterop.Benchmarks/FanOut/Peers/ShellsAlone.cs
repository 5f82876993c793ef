namespace RustInterop.Benchmarks.FanOut.Peers;

/// <summary>The program of benchmarks/peers/shells_alone.c: only the shells that every tool starts, and pipes for their output.</summary>
internal sealed record ShellsAlone() : Peer("floor: only the shells and their pipes, in C", "shells_alone_peer")
{
    protected override IReadOnlyList<string> Arguments(Work work, string hosts) =>
        [Text(work.Count), Text(work.Concurrency), work.Action];
}
