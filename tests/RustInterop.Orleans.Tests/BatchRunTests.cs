using Microsoft.Extensions.Logging.Abstractions;
using RustInterop.Orleans.Runner;
using RustInterop.Orleans.Storage;
using RustInterop.Orleans.Storage.Sqlite;
using RustInterop.Tests.Support;

namespace RustInterop.Orleans.Tests;

public sealed class BatchRunTests
{
    private static readonly string[] s_hosts = ["a", "b", "c", "d"];

    [Fact]
    public async Task RunAsync_ProcedureThatFails_ReportsGrantedHostsAsLost()
    {
        IReadOnlyList<HostResult> results = await RunAsync(new FakeRunner(async handlers =>
        {
            await handlers.Grant!(new HostBlock(0, 2), CancellationToken.None);
            throw new RustPanicException("broken");
        }));

        results.Select(result => (result.Host, result.Outcome, result.Error)).Should().Equal(
            ("a", HostOutcome.Lost, "broken"), ("b", HostOutcome.Lost, "broken"),
            ("c", HostOutcome.NotStarted, "broken"), ("d", HostOutcome.NotStarted, "broken"));
    }

    [Fact]
    public async Task RunAsync_HostsThatDidNotStart_AreLeftToOthers()
    {
        IReadOnlyList<HostResult> results = await RunAsync(new FakeRunner(handlers => Task.FromResult(new ProcedureOutput(
            1, ProcedureResult.Success, "0 hosts failed", [],
            [Result("a", HostOutcome.Succeeded), .. s_hosts[1..].Select(host => Result(host, HostOutcome.NotStarted))]))));

        results.Should().Equal(Result("a", HostOutcome.Succeeded));
    }

    private static HostResult Result(string host, HostOutcome outcome) => new(host, outcome, null, 1, TimeSpan.Zero, "", "", false, null);

    private static async Task<IReadOnlyList<HostResult>> RunAsync(FakeRunner procedures)
    {
        using TemporaryFolder folder = new();
        using SqliteFleetStore store = new(folder.PathOf("fleet.db"), TimeProvider.System);
        await store.OpenAsync();
        await store.CreateJobAsync(new("job", [1], s_hosts.Length, BatchSize: 16));
        RunnerId owner = new(SiloAddress.FromParsableString("127.0.0.1:1@1"), Guid.NewGuid());
        BatchClaim claim = (await store.ClaimAsync(Guid.NewGuid(), owner, FleetJobState.Running))!;
        ProcedureInput input = new(TimeSpan.Zero, 0, s_hosts, "true", 1);
        using BatchRun run = new(store, claim, input, _ => { }, NullLogger.Instance, CancellationToken.None);

        await run.RunAsync(procedures, CancellationToken.None);

        (await store.ListOwnedAsync()).Should().BeEmpty("the batch is given up");
        return (await store.ReadResultsAsync("job", 0, int.MaxValue))!.Read().Results;
    }

    private sealed class FakeRunner(Func<ProcedureHandlers, Task<ProcedureOutput>> run) : IProcedureRunner
    {
        public ProcedureOutput StartProcedure(ProcedureInput input) => throw new NotSupportedException();

        public Task<ProcedureOutput> StartProcedureAsync(
            ProcedureInput input, ProcedureHandlers? handlers = null, CancellationToken cancellationToken = default) => run(handlers!);
    }
}
