using RustInterop.Orleans.Storage;
using RustInterop.Orleans.Tests.Support;

namespace RustInterop.Orleans.Tests;

public sealed class FailingStoreTests
{
    private const int Hosts = 60;

    [Fact]
    public async Task Store_AwayForAWhile_TheJobGoesOn()
    {
        await using TestFleet fleet = await TestFleet.StartAsync(1);
        ActionLog log = fleet.NewLog();
        string gate = $"{log.FullName}.gate";
        ProcedureInput input = log.Input(Hosts, $"case $HOST in host?) ;; *) until test -e '{gate}'; do sleep 0.02; done;; esac");
        TestStore store = fleet.Stores.Single();
        GrantCheck check = new(store, log);
        FleetJob job = fleet.Client.GetFleetJob("away");
        await job.StartAsync(input);
        await Wait.UntilAsync(() => log.Begun.Count == 10 + (2 * 4), "ten hosts have ended, and two lanes run four hosts each");

        store.IsAway = true;
        await File.WriteAllTextAsync(gate, "");
        await Wait.UntilAsync(() => store.RefusedWrites > 3, "writes were tried again");
        store.IsAway = false;
        JobResults results = await JobResults.OfAsync(job);

        results.ShouldAccountFor(input.HostList, log);
        results.HostsWith(HostOutcome.Succeeded).Should().HaveCount(Hosts);
        check.BegunTooEarly.Should().BeEmpty("nothing begins that is not on record");
    }

    [Fact]
    public async Task Store_ThatLosesReplies_StoresEachResultOnce()
    {
        await using TestFleet fleet = await TestFleet.StartAsync(2);
        ActionLog log = fleet.NewLog();
        ProcedureInput input = log.Input(Hosts, "true");
        foreach (TestStore store in fleet.Stores)
        {
            store.LoseReplyOf = 4;
        }

        JobResults results = new();
        await fleet.Client.RunFleetAsync("replies", input, results);

        results.ShouldAccountFor(input.HostList, log);
        results.HostsWith(HostOutcome.Succeeded).Should().HaveCount(Hosts);
    }

    [Fact]
    public async Task Batch_TakenOverWhileItRuns_EndsAndBeginsNothingTwice()
    {
        await using TestFleet fleet = await TestFleet.StartAsync(1);
        ActionLog log = fleet.NewLog();
        string gate = $"{log.FullName}.gate";
        ProcedureInput input = log.Input(Hosts, $"until test -e '{gate}'; do sleep 0.02; done");
        FleetJob job = fleet.Client.GetFleetJob("taken over");
        await job.StartAsync(input);
        await Wait.UntilAsync(() => log.Begun.Count == 2 * 4, "two lanes run four hosts each");
        string[] begun = [.. log.Begun];

        // Somebody who held this silo for dead, and died.
        RunnerId stranger = new(SiloAddress.FromParsableString("127.0.0.1:1@1"), Guid.NewGuid());
        foreach (OwnedBatch batch in await fleet.Store.ListOwnedAsync())
        {
            await fleet.Store.TakeOverAsync(batch, Guid.NewGuid(), stranger);
        }

        await File.WriteAllTextAsync(gate, "");

        JobResults results = await JobResults.OfAsync(job);

        results.Status!.State.Should().Be(FleetJobState.Completed);
        results.ShouldAccountFor(input.HostList, log);
        begun.Should().BeSubsetOf(results.HostsWith(HostOutcome.Lost));
    }
}
