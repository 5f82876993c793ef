namespace RustInterop.Benchmarks.FanOut.Peers;

/// <summary>benchmarks/peers/posix_spawn.c</summary>
internal sealed record PosixSpawn() : Peer("C, `posix_spawn`, a thread a host at a time", "posix_spawn_peer")
{
    protected override IReadOnlyList<string> Arguments(Work work, string hosts) =>
        [Text(work.Count), Text(work.Concurrency), work.Action];
}
