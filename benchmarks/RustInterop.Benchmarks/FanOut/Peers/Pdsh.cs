namespace RustInterop.Benchmarks.FanOut.Peers;

/// <summary>pdsh, with ssh or with its module for local commands, which needs an explicit shell.</summary>
internal sealed record Pdsh() : Peer("pdsh", "pdsh")
{
    protected override IReadOnlyList<string> Arguments(Work work, string hosts) =>
    [
        "-S", "-R", work.Server is null ? "exec" : "ssh", "-f", Text(work.Concurrency), "-w", $"^{hosts}",
        .. work.Timeout > 0 ? ["-u", Text(work.Timeout)] : Array.Empty<string>(),
        .. work.Server is null ? ["sh", "-c", work.Action] : new[] { work.Action },
    ];

    protected override IReadOnlyDictionary<string, string> Variables(Work work) => new Dictionary<string, string>
    {
        ["PDSH_SSH_ARGS_APPEND"] = work.Server is null ? "" : $"-F {work.Server.Configuration}",
    };
}
