using Orleans.TestingHost;
using RustInterop.Orleans.Tests.Support;

namespace RustInterop.Orleans.Tests;

/// <summary>What several silos promise, wherever they keep their jobs.</summary>
public abstract class SiloTests
{
    private const int Hosts = 150;

    [StoreFact]
    public async Task Silo_KilledWhileHostsRun_LosesOnlyThoseItWasGranted()
    {
        await using TestFleet fleet = await TestFleet.StartAsync(3, await MakePlaceAsync());
        ActionLog log = fleet.NewLog();
        string gate = $"{log.FullName}.gate";
        ProcedureInput input = log.Input(Hosts, $"until test -e '{gate}'; do sleep 0.02; done");
        FleetJob job = fleet.Client.GetFleetJob("killed");
        await job.StartAsync(input);
        await Wait.UntilAsync(() => log.Begun.Count == 3 * 2 * 4, "two lanes of three silos run four hosts each");

        // Its process could store nothing any more.
        InProcessSiloHandle victim = fleet.Cluster.Silos[1];
        fleet.StoreOf(victim).IsAway = true;
        await fleet.Cluster.KillSiloAsync(victim);
        await File.WriteAllTextAsync(gate, "");
        JobResults results = await JobResults.OfAsync(job);

        results.Status!.State.Should().Be(FleetJobState.Completed);
        results.ShouldAccountFor(input.HostList, log);
        results.HostsWith(HostOutcome.Lost).Should().HaveCountGreaterThanOrEqualTo(2 * 4).And.HaveCountLessThanOrEqualTo(2 * (4 + 2), "of two lanes");
        results.HostsWith(HostOutcome.Lost).Except(log.Begun).Should().HaveCountLessThanOrEqualTo(2 * 2, "of two lanes");
        results.HostsWith(HostOutcome.Succeeded).Concat(results.HostsWith(HostOutcome.Lost)).Should().HaveCount(Hosts);
    }

    [StoreFact]
    public async Task Silo_StoppedWhileHostsRun_LeavesTheRestToOthers()
    {
        await using TestFleet fleet = await TestFleet.StartAsync(2, await MakePlaceAsync());
        ActionLog log = fleet.NewLog();
        ProcedureInput input = log.Input(Hosts, "sleep 0.1");
        FleetJob job = fleet.Client.GetFleetJob("stopped");
        await job.StartAsync(input);
        await Wait.UntilAsync(() => log.Ended.Count >= Hosts / 4, "hosts have ended");

        await fleet.Cluster.StopSiloAsync(fleet.Cluster.Silos[1]);
        JobResults results = await JobResults.OfAsync(job);

        results.ShouldAccountFor(input.HostList, log);
        results.HostsWith(HostOutcome.Succeeded).Should().HaveCount(Hosts);
    }

    private protected abstract Task<TestPlace> MakePlaceAsync();
}

public sealed class SqliteSiloTests : SiloTests
{
    private protected override Task<TestPlace> MakePlaceAsync() => Task.FromResult<TestPlace>(new SqlitePlace());
}

[PostgreSqlTests]
public sealed class PostgreSqlSiloTests : SiloTests
{
    private protected override async Task<TestPlace> MakePlaceAsync() => new PostgreSqlPlace(await TestServers.CreatePostgreSqlAsync());
}

[RedisTests]
public sealed class RedisSiloTests : SiloTests
{
    private protected override async Task<TestPlace> MakePlaceAsync() => new RedisPlace(await TestServers.EmptyRedisAsync(1));
}
