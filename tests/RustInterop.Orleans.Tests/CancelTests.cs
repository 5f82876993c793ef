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
        await Wait.UntilAsync(() => log.Begun.Count >= 10, "hosts run");

        FleetJobStatus? status = await job.CancelAsync();
        JobResults results = await JobResults.OfAsync(job);

        status!.State.Should().BeOneOf(FleetJobState.Cancelling, FleetJobState.Cancelled);
        results.Status!.State.Should().Be(FleetJobState.Cancelled);
        results.ShouldAccountFor(input.HostList, log);
        results.HostsWith(HostOutcome.Cancelled).Should().BeEquivalentTo(log.Begun);
        results.HostsWith(HostOutcome.NotStarted).Should().HaveCount(200 - log.Begun.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RunFleetAsync_TokenCancelled_EndsWithTheJob(bool whileHostsRun)
    {
        await using TestFleet fleet = await TestFleet.StartAsync(1);
        ActionLog log = fleet.NewLog();
        ProcedureInput input = log.Input(20, "sleep 60");
        using CancellationTokenSource cancellation = new();

        Task<FleetJobStatus> run = fleet.Client.RunFleetAsync("token", input, progress: null, cancellation.Token);
        await Wait.UntilAsync(() => !whileHostsRun || log.Begun.Count > 0, "hosts run");
        await cancellation.CancelAsync();

        await run.Awaiting(task => task).Should().ThrowAsync<OperationCanceledException>();
        (await fleet.Client.GetFleetJob("token").GetStatusAsync())!.State.Should().Be(FleetJobState.Cancelled);
        (await JobResults.OfAsync(fleet.Client.GetFleetJob("token"))).ShouldAccountFor(input.HostList, log);
    }
}
