namespace RustInterop.Benchmarks.FanOut.Peers;

/// <summary>The program of benchmarks/peers/posix_spawn.c.</summary>
internal sealed record PosixSpawn() : Peer("C with `posix_spawn`, a thread for each running host", "posix_spawn_peer")
{
    protected override IReadOnlyList<string> Arguments(Work work, string hosts) =>
        [Text(work.Count), Text(work.Concurrency), work.Action];
}
