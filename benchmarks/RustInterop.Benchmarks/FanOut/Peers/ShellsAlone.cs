namespace RustInterop.Benchmarks.FanOut.Peers;

/// <summary>benchmarks/peers/shells_alone.c: what the shells cost that all others start too, and the pipes for what they print.</summary>
internal sealed record ShellsAlone() : Peer("floor: the shells and their pipes alone, by C", "shells_alone_peer")
{
    protected override IReadOnlyList<string> Arguments(Work work, string hosts) =>
        [Text(work.Count), Text(work.Concurrency), work.Action];
}
