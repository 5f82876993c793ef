using System.Text.Json;

namespace RustInterop.Benchmarks.FanOut;

/// <summary>RustInterop, called in this process.</summary>
/// <param name="Shell">Whether ssh starts a watchdog on the far side.</param>
/// <param name="IsLive">Whether output is reported while the actions run.</param>
internal sealed record Ours(RemoteShell Shell = RemoteShell.Posix, bool IsLive = false) : Contestant((Shell, IsLive) switch
{
    (RemoteShell.None, _) => "the same, `RemoteShell.None`",
    (_, true) => "the same, with output while the actions run",
    _ => "RustInterop, in a running program",
})
{
    public override Task<Cost> RunAsync(Work work)
    {
        ProcedureInput input = Input(work);
        return Cost.InProcessAsync(async () => Check(work, IsLive
            ? await Rust.StartProcedureAsync(input, new ProcedureHandlers { Output = new Ignored() }).ConfigureAwait(false)
            : Rust.StartProcedure(input)));
    }

    private ProcedureInput Input(Work work) =>
        new(TimeSpan.FromSeconds(work.Timeout), 0, [.. work.Hosts], work.Action, 1)
        {
            Transport = work.Server is null ? Transport.Local : Transport.Ssh,
            SshArguments = work.Server is null ? [] : ["-F", work.Server.Configuration],
            RemoteShell = Shell,
            Concurrency = work.Concurrency,
        };

    private static void Check(Work work, ProcedureOutput output)
    {
        HostOutcome wanted = work.Timeout > 0 ? HostOutcome.TimedOut : HostOutcome.Succeeded;
        HostResult? other = output.Hosts.FirstOrDefault(host => host.Outcome != wanted);
        if (other is not null)
        {
            throw new InvalidOperationException($"{other}");
        }
    }

    private sealed class Ignored : IProgress<HostOutput>
    {
        public void Report(HostOutput value)
        {
        }
    }
}

/// <summary>A .NET program that calls RustInterop once, measured from start to end.</summary>
internal sealed record OursAsProgram() : Peer("RustInterop, as its own program", Environment.ProcessPath!)
{
    /// <summary>The main function of that program.</summary>
    /// <param name="work">The work as JSON.</param>
    internal static Task MainAsync(string work) => new Ours().RunAsync(JsonSerializer.Deserialize<Work>(work)!);

    protected override IReadOnlyList<string> Arguments(Work work, string hosts) =>
        ["fan-out-program", JsonSerializer.Serialize(work)];
}
