namespace RustInterop.Benchmarks.FanOut;

/// <summary>RustInterop, called in this process.</summary>
internal sealed record Ours() : Contestant("RustInterop, in a running program")
{
    public override Task<Cost> RunAsync(Work work)
    {
        ProcedureInput input = Input(work);
        return Cost.InProcessAsync(() =>
        {
            Check(work, Rust.StartProcedure(input));
            return Task.CompletedTask;
        });
    }

    private static ProcedureInput Input(Work work) =>
        new(TimeSpan.FromSeconds(work.Timeout), 0, [.. work.Hosts], work.Action, 1)
        {
            Transport = work.Server is null ? Transport.Local : Transport.Ssh,
            SshArguments = work.Server is null ? [] : ["-F", work.Server.Configuration],
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
}
