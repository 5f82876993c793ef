namespace RustInterop.Benchmarks.FanOut.Peers;

/// <summary>benchmarks/peers/shells_alone.c: what the shells cost that all others start too.</summary>
internal sealed record ShellsAlone() : Peer("the shells alone", "shells_alone_peer")
{
    protected override IReadOnlyList<string> Arguments(Work work, string hosts) =>
        [Text(work.Count), Text(Environment.ProcessorCount), work.Action];
}
