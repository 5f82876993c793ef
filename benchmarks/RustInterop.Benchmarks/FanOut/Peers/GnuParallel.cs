namespace RustInterop.Benchmarks.FanOut.Peers;

/// <summary>GNU parallel, which runs the command in a shell, or ssh for each host.</summary>
internal sealed record GnuParallel() : Peer("GNU parallel", "parallel")
{
    protected override IReadOnlyList<string> Arguments(Work work, string hosts) =>
    [
        "--will-cite", $"-j{work.Concurrency}",
        .. work.Timeout > 0 ? ["--timeout", Text(work.Timeout)] : Array.Empty<string>(),
        work.Server is null ? $": {{}}; {work.Action}" : $"exec ssh -F {work.Server.Configuration} {{}} '{work.Action}'",
        "::::", hosts,
    ];

    protected override IReadOnlyDictionary<string, string> Variables(Work work) =>
        new Dictionary<string, string> { ["PARALLEL_SHELL"] = "/bin/sh" };
}
