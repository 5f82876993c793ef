namespace RustInterop.Benchmarks.FanOut.Peers;

/// <summary>xargs, which reads no output and has no timeout. With ssh, it is the floor for every tool that starts clients.</summary>
internal sealed record Xargs() : Peer("`xargs -P64`", "xargs")
{
    protected override IReadOnlyList<string> Arguments(Work work, string hosts) =>
    [
        "-a", hosts, $"-P{work.Concurrency}",
        .. work.Server is null
            ? ["-n1", "sh", "-c", work.Action]
            : new[] { "-I{}", "ssh", "-F", work.Server.Configuration, "{}", work.Action },
    ];
}
