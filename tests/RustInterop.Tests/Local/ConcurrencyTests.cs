using RustInterop.Tests.Support;

namespace RustInterop.Tests.Local;

public sealed class ConcurrencyTests
{
    private static string[] Hosts(int count) => [.. Enumerable.Range(0, count).Select(number => $"host{number}")];

    [Fact]
    public void StartProcedure_MoreHostsThanConcurrency_NeverRunsMoreAtOnce()
    {
        using TemporaryFolder folder = new();
        string action = $"cd {folder.FullName}; : >$HOST; ls | wc -l; sleep 0.02; rm $HOST";

        ProcedureOutput output = Rust.StartProcedure(Inputs.Local(action, Hosts(40)) with { Concurrency = 4 });

        output.Hosts.Select(host => int.Parse(host.Stdout)).Should().OnlyContain(running => running <= 4);
    }

    [Fact]
    public void StartProcedure_AsManyHostsAsConcurrency_RunsAllAtOnce()
    {
        using TemporaryFolder folder = new();
        string action = $"cd {folder.FullName}; : >$HOST; until test $(ls | wc -l) -eq 6; do sleep 0.01; done";

        ProcedureOutput output = Rust.StartProcedure(Inputs.Local(action, Hosts(6)) with { Concurrency = 6 });

        output.FailedHosts.Should().BeEmpty();
    }

    [Fact]
    public void StartProcedure_MoreFailuresThanAllowed_StartsNoFurtherHost()
    {
        ProcedureOutput output = Rust.StartProcedure(
            Inputs.Local("test $HOST = host1", Hosts(6)) with { Concurrency = 1, MaxFailures = 1 });

        output.Hosts.Select(host => host.Outcome).Should().Equal(
            HostOutcome.Failed, HostOutcome.Succeeded, HostOutcome.Failed,
            HostOutcome.NotStarted, HostOutcome.NotStarted, HostOutcome.NotStarted);
        output.Hosts[^1].Attempts.Should().Be(0);
        output.Result.Should().Be(ProcedureResult.Success);
        output.Message.Should().Be("2 hosts failed");
        output.FailedHosts.Should().Equal("host0", "host2");
    }

    [Fact]
    public void StartProcedure_TooManyFailuresInABatch_StartsNoFurtherHost()
    {
        ProcedureOutput output = Rust.StartProcedure(
            Inputs.Local("test $HOST != host2 && test $HOST != host3", Hosts(6)) with
            {
                Concurrency = 1,
                Batches = [1, HostShare.Percent(50)],
                MaxBatchFailures = HostShare.Percent(50),
            });

        output.Hosts.Select(host => host.Outcome).Should().Equal(
            HostOutcome.Succeeded, HostOutcome.Succeeded, HostOutcome.Failed, HostOutcome.Failed,
            HostOutcome.NotStarted, HostOutcome.NotStarted);
    }

    [Fact]
    public void StartProcedure_NoFailureAllowed_StopsAtTheFirst()
    {
        ProcedureOutput output = Rust.StartProcedure(
            Inputs.Local("false", Hosts(3)) with { Concurrency = 1, MaxFailures = 0 });

        output.Hosts.Select(host => host.Outcome).Should().Equal(
            HostOutcome.Failed, HostOutcome.NotStarted, HostOutcome.NotStarted);
    }
}
