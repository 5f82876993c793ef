namespace RustInterop.Benchmarks.FanOut;

/// <summary>A program that is measured from start to end.</summary>
/// <param name="Name">The name in the tables.</param>
/// <param name="Program">A program on the PATH.</param>
internal abstract record Peer(string Name, string Program) : Contestant(Name)
{
    public override string? Missing => Command.Find(Program) is null ? $"no {Program} on the PATH" : null;

    /// <summary>Receives the id of each process as it starts.</summary>
    public Action<int> Started { get; init; } = _ => { };

    public override async Task<Cost> RunAsync(Work work)
    {
        string hosts = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(hosts, work.Hosts).ConfigureAwait(false);
            IReadOnlyList<string> arguments = Arguments(work, hosts);
            IReadOnlyDictionary<string, string> environment = Variables(work);
            return await Cost.OfCommandAsync(async () =>
            {
                (int exitCode, string errors) =
                    await Command.TryRunAsync(Program, arguments, environment, Started).ConfigureAwait(false);
                if (exitCode != 0 && work.Timeout == 0)
                {
                    throw new InvalidOperationException($"{Program} exited with {exitCode}: {errors}");
                }
            }).ConfigureAwait(false);
        }
        finally
        {
            File.Delete(hosts);
        }
    }

    /// <param name="work">The work.</param>
    /// <param name="hosts">A file with one host per line.</param>
    protected abstract IReadOnlyList<string> Arguments(Work work, string hosts);

    protected virtual IReadOnlyDictionary<string, string> Variables(Work work) => new Dictionary<string, string>();

    protected static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

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

/// <summary>pssh, which Debian calls parallel-ssh.</summary>
internal sealed record ParallelSsh() : Peer("pssh", "parallel-ssh")
{
    protected override IReadOnlyList<string> Arguments(Work work, string hosts) =>
        ["-h", hosts, "-p", Text(work.Concurrency), "-t", Text(work.Timeout), "-x", $"-F {work.Server!.Configuration}", work.Action];
}

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

/// <summary>The program of benchmarks/peers/posix_spawn.c.</summary>
internal sealed record PosixSpawn() : Peer("C with `posix_spawn`, a thread for each running host", "posix_spawn_peer")
{
    protected override IReadOnlyList<string> Arguments(Work work, string hosts) =>
        [Text(work.Count), Text(work.Concurrency), work.Action];
}

/// <summary>The program of benchmarks/peers/shells_alone.c: only the shells that every tool starts, and pipes for their output.</summary>
internal sealed record ShellsAlone() : Peer("floor: only the shells and their pipes, in C", "shells_alone_peer")
{
    protected override IReadOnlyList<string> Arguments(Work work, string hosts) =>
        [Text(work.Count), Text(work.Concurrency), work.Action];
}

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
