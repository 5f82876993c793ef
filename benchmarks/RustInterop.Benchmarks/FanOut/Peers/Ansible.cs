namespace RustInterop.Benchmarks.FanOut.Peers;

/// <summary>Ansible's raw module, without shared connections, which do not help a single command.</summary>
internal sealed record Ansible() : Peer("`ansible -m raw`", "ansible")
{
    protected override IReadOnlyList<string> Arguments(Work work, string hosts) =>
    [
        "all", "-i", hosts, "-f", Text(work.Concurrency), "-m", "raw", "-a", work.Action,
        .. work.Timeout > 0 ? ["--task-timeout", Text(work.Timeout)] : Array.Empty<string>(),
    ];

    protected override IReadOnlyDictionary<string, string> Variables(Work work) =>
        new Dictionary<string, string> { ["ANSIBLE_SSH_ARGS"] = $"-F {work.Server!.Configuration}" };
}
