using RustInterop.Orleans.Tests.Support;

namespace RustInterop.Orleans.Tests;

public sealed class CancelTests
{
    [Fact]
    public async Task CancelAsync_WhileHostsRun_EndsThemAndBeginsNoOther()
    {
        await using TestFleet fleet = await TestFleet.StartAsync(2);
        ActionLog log = fleet.NewLog();
        ProcedureInput input = log.Input(200, "sleep 60");
        FleetJob job = fleet.Client.GetFleetJob("cancelled");
        await job.StartAsync(input);
        await Wait.UntilAsync(() => log.Begun.Count == 2 * 2 * 4, "two lanes of each silo run four hosts each");

        FleetJobStatus? status = await job.CancelAsync();
        JobResults results = await JobResults.OfAsync(job);

        status!.State.Should().BeOneOf(FleetJobState.Cancelling, FleetJobState.Cancelled);
        results.Status!.State.Should().Be(FleetJobState.Cancelled);
        results.ShouldAccountFor(input.HostList, log);
        results.HostsWith(HostOutcome.Cancelled).Should().BeEquivalentTo(log.Begun);
        results.HostsWith(HostOutcome.NotStarted).Should().HaveCount(200 - log.Begun.Count);
    }

    [Fact]
    public async Task RunFleetAsync_TokenCancelledWhileHostsRun_EndsWithTheJob()
    {
        await using TestFleet fleet = await TestFleet.StartAsync(1);
        ActionLog log = fleet.NewLog();
        ProcedureInput input = log.Input(20, "sleep 60");
        using CancellationTokenSource cancellation = new();

        Task<FleetJobStatus> run = fleet.Client.RunFleetAsync("token", input, progress: null, cancellation.Token);
        await Wait.UntilAsync(() => log.Begun.Count == 2 * 4, "two lanes run four hosts each");
        await cancellation.CancelAsync();

        await ShouldEndAsCancelledAsync(run, fleet.Client.GetFleetJob("token"), input, log);
        log.Begun.Should().HaveCount(2 * 4);
    }

    [Fact]
    public async Task RunFleetAsync_TokenCancelledBeforeAHostBegins_EndsWithTheJob()
    {
        await using TestFleet fleet = await TestFleet.StartAsync(1);
        ActionLog log = fleet.NewLog();
        ProcedureInput input = log.Input(20, "sleep 60");
        FleetJob job = fleet.Client.GetFleetJob("token");
        using ManualResetEventSlim isCancelled = new();
        fleet.Stores.Single().Granting = _ => isCancelled.Wait(TimeSpan.FromMinutes(1));
        using CancellationTokenSource cancellation = new();

        Task<FleetJobStatus> run = fleet.Client.RunFleetAsync("token", input, progress: null, cancellation.Token);
        await cancellation.CancelAsync();
        await Wait.UntilAsync(
            async () => await job.GetStatusAsync() is { State: not FleetJobState.Running }, "the job is cancelled");
        isCancelled.Set();

        await ShouldEndAsCancelledAsync(run, job, input, log);
        log.Begun.Should().BeEmpty();
    }

    private static async Task ShouldEndAsCancelledAsync(
        Task<FleetJobStatus> run, FleetJob job, ProcedureInput input, ActionLog log)
    {
        await run.Awaiting(task => task).Should().ThrowAsync<OperationCanceledException>();
        (await job.GetStatusAsync())!.State.Should().Be(FleetJobState.Cancelled);
        (await JobResults.OfAsync(job)).ShouldAccountFor(input.HostList, log);
    }
}
