using RustInterop.Tests.Support;

namespace RustInterop.Tests.LongRunning;

public sealed class BlockTests
{
    private static readonly string[] Hosts = ["a", "b", "c", "d", "e"];

    [Fact]
    public async Task Grant_EachBlock_IsAskedForBeforeItsHostsStart()
    {
        using TemporaryFolder folder = new();
        string log = folder.PathOf("log");
        List<(HostBlock Block, string Begun)> asked = [];

        ProcedureOutput output = await Rust.StartProcedureAsync(
            Input($"echo $HOST >> '{log}'") with { BlockSize = 2, Concurrency = 1 },
            new ProcedureHandlers
            {
                Grant = async (block, _) =>
                {
                    // The hosts of the block would start meanwhile.
                    await Task.Delay(20, CancellationToken.None);
                    asked.Add((block, File.Exists(log) ? await File.ReadAllTextAsync(log, CancellationToken.None) : ""));
                },
            });

        output.FailedHosts.Should().BeEmpty();
        asked.Select(one => one.Block).Should().Equal(new HostBlock(0, 2), new HostBlock(2, 2), new HostBlock(4, 1));
        asked.Should().AllSatisfy(one => one.Begun.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should()
            .BeSubsetOf(Hosts[..one.Block.First]));
    }

    [Fact]
    public async Task Grant_ThatFails_StartsNoneOfItsHostsAndFailsTheTask()
    {
        using TemporaryFolder folder = new();
        string log = folder.PathOf("log");
        InvalidOperationException failure = new("the journal is full");

        Func<Task> call = () => Rust.StartProcedureAsync(
            Input($"echo $HOST >> '{log}'") with { BlockSize = 2, Concurrency = 1 },
            new ProcedureHandlers { Grant = (block, _) => block.First == 0 ? Task.CompletedTask : Task.FromException(failure) });

        (await call.Should().ThrowAsync<InvalidOperationException>()).Which.Should().BeSameAs(failure);
        (await File.ReadAllLinesAsync(log)).Should().BeSubsetOf(Hosts[..2]);
    }

    [Fact]
    public async Task Grant_ThatFailsAtOnce_StartsNothing()
    {
        using TemporaryFolder folder = new();
        string log = folder.PathOf("log");
        InvalidOperationException failure = new("the journal is full");

        // The first block may be asked for before the call that starts the procedure has returned, above all if that has to wait for a
        // processor.
        await Parallel.ForEachAsync(Enumerable.Range(0, 1000), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (_, _) =>
        {
            Func<Task> run = () => Rust.StartProcedureAsync(
                Input($"echo $HOST >> '{log}'") with { BlockSize = 1 },
                new ProcedureHandlers { Grant = (_, _) => Task.FromException(failure) });
            await run.Should().ThrowAsync<InvalidOperationException>();
        });

        File.Exists(log).Should().BeFalse("no host was granted");
    }

    [Fact]
    public async Task Grant_Cancelled_EndsTheProcedureWithoutItsHosts()
    {
        using CancellationTokenSource cancellation = new();

        Func<Task> call = () => Rust.StartProcedureAsync(
            Input("true") with { BlockSize = 2 },
            new ProcedureHandlers
            {
                Grant = async (_, token) =>
                {
                    await cancellation.CancelAsync();
                    await Task.Delay(Timeout.Infinite, token);
                },
            },
            cancellation.Token);

        ProcedureOutput output = (await call.Should().ThrowAsync<ProcedureCanceledException>()).Which.Output;
        output.Hosts.Should().AllSatisfy(host => host.Outcome.Should().Be(HostOutcome.NotStarted));
    }

    [Fact]
    public async Task BlockSize_WithoutGrant_LetsAllHostsStart()
    {
        ProcedureOutput output = await Rust.StartProcedureAsync(
            Input("true") with { BlockSize = 1 }, new ProcedureHandlers { Progress = new Ignored() });

        output.Hosts.Should().HaveCount(Hosts.Length).And.AllSatisfy(host => host.Outcome.Should().Be(HostOutcome.Succeeded));
    }

    [Fact]
    public async Task Drain_WhileHostsRun_LetsThemEndAndStartsNoOther()
    {
        using CancellationTokenSource drain = new();
        using TemporaryFolder folder = new();
        string gate = folder.PathOf("gate");

        Task<ProcedureOutput> task = Rust.StartProcedureAsync(
            Input($"touch '{folder.PathOf("begun")}-'$HOST; until test -e '{gate}'; do sleep 0.01; done") with { Concurrency = 2 },
            new ProcedureHandlers { Drain = drain.Token });
        await Marker.WaitUntilAsync(() => Directory.GetFiles(folder.FullName, "begun-*").Length == 2, "two hosts run");
        await drain.CancelAsync();
        await File.WriteAllTextAsync(gate, "");

        ProcedureOutput output = await task;
        output.Result.Should().Be(ProcedureResult.Success);
        output.Hosts.Select(host => host.Outcome).Should().Equal(
            HostOutcome.Succeeded, HostOutcome.Succeeded, HostOutcome.NotStarted, HostOutcome.NotStarted, HostOutcome.NotStarted);
    }

    [Fact]
    public async Task Drain_BeforeTheCall_StartsNothing()
    {
        ProcedureOutput output = await Rust.StartProcedureAsync(
            Input("true"), new ProcedureHandlers { Drain = new CancellationToken(canceled: true) });

        output.Result.Should().Be(ProcedureResult.Success);
        output.Hosts.Should().HaveCount(Hosts.Length).And.AllSatisfy(host => host.Outcome.Should().Be(HostOutcome.NotStarted));
    }

    private static ProcedureInput Input(string action) => Inputs.Local(action, Hosts);

    private sealed class Ignored : IProgress<ProcedureProgress>
    {
        public void Report(ProcedureProgress value)
        {
        }
    }
}
