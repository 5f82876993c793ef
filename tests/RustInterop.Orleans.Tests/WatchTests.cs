using RustInterop.Orleans.Tests.Support;

namespace RustInterop.Orleans.Tests;

public sealed class WatchTests
{
    [Fact]
    public async Task WatchAsync_TwoWatchersAndALateOne_SeeTheSame()
    {
        await using TestFleet fleet = await TestFleet.StartAsync(2);
        ActionLog log = fleet.NewLog();
        ProcedureInput input = log.Input(100, "sleep 0.02");
        FleetJob job = fleet.Client.GetFleetJob("watched");
        await job.StartAsync(input);

        Task<JobResults> one = JobResults.OfAsync(job);
        Task<JobResults> other = JobResults.OfAsync(fleet.Client.GetFleetJob("watched"));
        JobResults first = await one;
        JobResults second = await other;
        JobResults late = await JobResults.OfAsync(job);

        first.ShouldAccountFor(input.HostList, log);
        second.All.Should().Equal(first.All);
        late.All.Should().Equal(first.All);
        new[] { second.Status, late.Status }.Should().AllBeEquivalentTo(first.Status);
        (await JobResults.OfAsync(job, cursor: 30)).All.Should().Equal(first.All.Skip(30), "a cursor goes on after its results");
        (await JobResults.OfAsync(job, cursor: 100)).Status.Should().BeEquivalentTo(first.Status);
    }
}
