namespace RustInterop.Benchmarks.FanOut.Peers;

/// <summary>ClusterShell's clush, with ssh or with its worker for local commands, which uses a shell.</summary>
internal sealed record Clush() : Peer("clush", "clush")
{
    protected override IReadOnlyList<string> Arguments(Work work, string hosts) =>
    [
        "-S", "--nostdin", "-R", work.Server is null ? "exec" : "ssh", "-f", Text(work.Concurrency), "--hostfile", hosts,
        .. work.Timeout > 0 ? ["-u", Text(work.Timeout)] : Array.Empty<string>(),
        .. work.Server is null ? [] : new[] { "-o", $"-F {work.Server.Configuration}" },
        work.Action,
    ];
}
