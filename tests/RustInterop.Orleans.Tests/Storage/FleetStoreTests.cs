using RustInterop.Orleans.Storage;
using RustInterop.Orleans.Tests.Support;

namespace RustInterop.Orleans.Tests.Storage;

/// <summary>What every store promises.</summary>
public abstract class FleetStoreTests : IAsyncLifetime
{
    private protected static readonly RunnerId Owner = new(SiloAddress.FromParsableString("127.0.0.1:1@1"), Guid.NewGuid());

    private readonly List<IFleetStore> _others = [];

    private protected TestPlace Place { get; set; } = null!;

    private protected IFleetStore Store { get; private set; } = null!;

    private protected TestClock Clock { get; } = new();

    public async Task InitializeAsync()
    {
        Place = await MakePlaceAsync();
        await OpenAgainAsync();
    }

    public Task DisposeAsync()
    {
        Close();
        Place.Dispose();
        return Task.CompletedTask;
    }

    [StoreFact]
    public async Task OpenAsync_WhatIsThere_IsKept()
    {
        StoredJob job = await CreateAsync("kept", 3);
        await Store.OpenAsync();

        await OpenAgainAsync();

        (await Store.FindJobAsync("kept")).Should().BeEquivalentTo(job);
    }

    [StoreFact]
    public async Task CreateJobAsync_ManyAtOnce_MakesOneJob()
    {
        IFleetStore[] stores = await OpenOthersAsync(3);

        StoredJob[] jobs = await Task.WhenAll(Enumerable.Range(0, 12).Select(number =>
            stores[number % 3].CreateJobAsync(new("one", [(byte)number], 5, BatchSize: 2))));

        jobs.Should().AllBeEquivalentTo(jobs[0]);
        (await Store.ListJobsAsync(null, 10)).Should().HaveCount(1);
        (await ClaimAllAsync(Store)).Select(claim => string.Join(' ', claim.Open)).Should().Equal("0 1", "2 3", "4");
    }

    [StoreFact]
    public async Task CreateJobAsync_OddIdAndInput_KeepsThem()
    {
        const string Id = "é 日本 \"'\\%_*?:{}|@ 😀";
        byte[] input = [0, 1, 255, 0];

        StoredJob job = await Store.CreateJobAsync(new(Id, input, 1, BatchSize: 2));

        job.Status.Should().BeEquivalentTo(new FleetJobStatus(
            Id, FleetJobState.Running, 1, new Dictionary<HostOutcome, int>(), Clock.Now, Ended: null));
        (await Store.FindJobAsync(Id)).Should().BeEquivalentTo(job);
        (await Store.FindInputAsync(job.Id)).Should().Equal(input);
        (await Store.FindJobAsync("é")).Should().BeNull();
        (await Store.FindInputAsync(job.Id + 1)).Should().BeNull();
    }

    [StoreFact]
    public async Task ListJobsAsync_Pages_HaveTheLatestFirst()
    {
        foreach (string id in (string[])["a", "b", "c"])
        {
            await CreateAsync(id, 0);
        }

        IReadOnlyList<StoredJob> first = await Store.ListJobsAsync(null, 2);
        IReadOnlyList<StoredJob> second = await Store.ListJobsAsync(first[^1].Id, 2);

        first.Concat(second).Select(job => job.Status.Id).Should().Equal("c", "b", "a");
    }

    [StoreFact]
    public async Task ClaimAsync_SameIdAgain_ReturnsTheSameBatch()
    {
        await CreateAsync("job", 4);
        Guid id = Guid.NewGuid();

        BatchClaim? first = await ClaimAsync(id);
        BatchClaim? again = await ClaimAsync(id);
        BatchClaim? other = await ClaimAsync(Guid.NewGuid());
        BatchClaim? none = await ClaimAsync(Guid.NewGuid());

        again.Should().BeEquivalentTo(first);
        first!.Open.Concat(other!.Open).Should().BeEquivalentTo([0, 1, 2, 3]);
        none.Should().BeNull();
    }

    [StoreFact]
    public async Task ClaimAsync_TwoJobs_SharesTheLanes()
    {
        await CreateAsync("long", 8);
        await CreateAsync("short", 2);

        BatchClaim?[] claims = [await ClaimAsync(Guid.NewGuid()), await ClaimAsync(Guid.NewGuid()), await ClaimAsync(Guid.NewGuid())];

        claims.Select(claim => claim!.Job).Should().Equal("long", "short", "long");
    }

    [StoreFact]
    public async Task ClaimAsync_ManyAtOnce_SharesTheLanes()
    {
        await CreateAsync("long", 100);
        await CreateAsync("short", 20);
        IFleetStore[] stores = await OpenOthersAsync(3);

        BatchClaim?[] claims = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(number => stores[number % 3].ClaimAsync(Guid.NewGuid(), Owner, FleetJobState.Running)));

        claims.CountBy(claim => claim!.Job).Should().BeEquivalentTo(
            new Dictionary<string, int> { ["long"] = 6, ["short"] = 6 });
    }

    [StoreFact]
    public async Task ClaimAsync_ManyAtOnce_GivesEachBatchOnce()
    {
        await CreateAsync("job", 120);
        IFleetStore[] stores = await OpenOthersAsync(3);

        List<BatchClaim>[] claims = await Task.WhenAll(Enumerable.Range(0, 12).Select(lane => ClaimAllAsync(stores[lane % 3])));

        claims.SelectMany(lane => lane).Select(claim => claim.Number).Should().BeEquivalentTo(Enumerable.Range(0, 60));
    }

    [StoreFact]
    public async Task ListOwnedAsync_OnlyWhatIsClaimed_IsListed()
    {
        await CreateAsync("job", 6);
        BatchClaim released = (await ClaimAsync(Guid.NewGuid()))!;
        BatchClaim owned = (await ClaimAsync(Guid.NewGuid()))!;
        await Store.WriteAsync(released, [], grantedTo: null, release: true);

        (await Store.ListOwnedAsync()).Should().Equal(new OwnedBatch("job", owned.Number, owned.Id, Owner));
    }

    [StoreFact]
    public async Task TakeOverAsync_ManyAtOnce_GivesItToOne()
    {
        await CreateAsync("job", 2);
        await ClaimAsync(Guid.NewGuid());
        OwnedBatch owned = (await Store.ListOwnedAsync()).Single();
        IFleetStore[] stores = await OpenOthersAsync(3);

        BatchClaim?[] claims = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(number => stores[number % 3].TakeOverAsync(owned, Guid.NewGuid(), Owner)));

        Guid winner = claims.Single(claim => claim is not null)!.Id;
        (await Store.ListOwnedAsync()).Single().Claim.Should().Be(winner);
    }

    [StoreFact]
    public async Task WriteAsync_BatchTakenOver_ChangesNothing()
    {
        await CreateAsync("job", 2);
        BatchClaim old = (await ClaimAsync(Guid.NewGuid()))!;
        await Store.WriteAsync(old, [], grantedTo: 1, release: false);
        OwnedBatch owned = (await Store.ListOwnedAsync()).Single();

        BatchClaim? taken = await Store.TakeOverAsync(owned, Guid.NewGuid(), Owner);

        taken!.GrantedTo.Should().Be(1);
        (await Store.TakeOverAsync(owned, Guid.NewGuid(), Owner)).Should().BeNull("it is no longer as it was");
        (await Store.WriteAsync(old, [Result(0, HostOutcome.Succeeded)], grantedTo: 2, release: true)).Should().Be(WriteOutcome.Superseded);
        (await Store.FindJobAsync("job"))!.Status.Completed.Should().Be(0);
        (await Store.WriteAsync(taken, [Result(0, HostOutcome.Lost)], grantedTo: null, release: true)).Should().Be(WriteOutcome.Written);
        (await ClaimAsync(Guid.NewGuid()))!.Open.Should().Equal(1);
    }

    [StoreFact]
    public async Task WriteAsync_SecondResultOfAHost_IsIgnored()
    {
        await CreateAsync("job", 2);
        BatchClaim claim = (await ClaimAsync(Guid.NewGuid()))!;

        await Store.WriteAsync(claim, [Result(0, HostOutcome.Succeeded)], grantedTo: null, release: false);
        await Store.WriteAsync(
            claim, [Result(0, HostOutcome.Failed), Result(1, HostOutcome.Failed), Result(1, HostOutcome.Lost)], grantedTo: null, release: true);

        FleetJobUpdate update = await ReadAllAsync("job");
        update.Results.Select(result => result.Outcome).Should().Equal(HostOutcome.Succeeded, HostOutcome.Failed);
        update.Status.Should().BeEquivalentTo(new FleetJobStatus(
            "job", FleetJobState.Completed, 2,
            new Dictionary<HostOutcome, int> { [HostOutcome.Succeeded] = 1, [HostOutcome.Failed] = 1 }, Clock.Now, Clock.Now));
        update.Cursor.Should().Be(2);
    }

    [StoreFact]
    public async Task WriteAsync_SmallerGrant_TakesNothingBack()
    {
        await CreateAsync("job", 2);
        BatchClaim claim = (await ClaimAsync(Guid.NewGuid()))!;
        await Store.WriteAsync(claim, [], grantedTo: 2, release: false);

        await Store.WriteAsync(claim, [], grantedTo: 1, release: false);
        await Store.WriteAsync(claim, [], grantedTo: null, release: false);

        (await Store.TakeOverAsync((await Store.ListOwnedAsync()).Single(), Guid.NewGuid(), Owner))!.GrantedTo.Should().Be(2);
    }

    [StoreFact]
    public async Task WriteAsync_JobCancelled_GrantsNothing()
    {
        await CreateAsync("job", 2);
        BatchClaim claim = (await ClaimAsync(Guid.NewGuid()))!;
        await Store.CancelJobAsync("job");

        (await Store.WriteAsync(claim, [Result(0, HostOutcome.Cancelled)], grantedTo: 2, release: false)).Should().Be(WriteOutcome.Cancelled);

        BatchClaim? taken = await Store.TakeOverAsync((await Store.ListOwnedAsync()).Single(), Guid.NewGuid(), Owner);
        taken!.Open.Should().Equal(1);
        taken.GrantedTo.Should().Be(0);
        taken.State.Should().Be(FleetJobState.Cancelling);
    }

    [StoreFact]
    public async Task CancelJobAsync_JobThatRuns_EndsAsCancelled()
    {
        await CreateAsync("job", 3);
        await CreateAsync("other", 2);
        BatchClaim running = (await ClaimAsync(Guid.NewGuid()))!;

        (await Store.CancelJobAsync("job"))!.Status.State.Should().Be(FleetJobState.Cancelling);
        (await Store.CancelJobAsync("none")).Should().BeNull();

        (await Store.ListCancellingAsync()).Should().Equal("job");
        (await ClaimAsync(Guid.NewGuid()))!.Job.Should().Be("other");
        (await ClaimAsync(Guid.NewGuid())).Should().BeNull();
        BatchClaim rest = (await Store.ClaimAsync(Guid.NewGuid(), Owner, FleetJobState.Cancelling))!;
        rest.Open.Should().Equal(2);
        await Store.WriteAsync(rest, [Result(2, HostOutcome.NotStarted)], grantedTo: null, release: true);
        await Store.WriteAsync(
            running, [Result(0, HostOutcome.Cancelled), Result(1, HostOutcome.Cancelled)], grantedTo: null, release: true);
        (await Store.ListCancellingAsync()).Should().BeEmpty();
        (await Store.CancelJobAsync("job"))!.Status.State.Should().Be(FleetJobState.Cancelled);
    }

    [StoreFact]
    public async Task CancelJobAsync_JobThatHasEnded_ChangesNothing()
    {
        StoredJob job = await CreateAsync("job", 0);

        (await Store.CancelJobAsync("job")).Should().BeEquivalentTo(job);

        job.Status.State.Should().Be(FleetJobState.Completed);
    }

    [StoreFact]
    public async Task ReadResultsAsync_LargeResults_StopsAtTheSize()
    {
        await CreateAsync("job", 2);
        BatchClaim claim = (await ClaimAsync(Guid.NewGuid()))!;
        StoredResult[] results = [Result(0, HostOutcome.Succeeded, new string('x', 5000)), Result(1, HostOutcome.Succeeded)];
        await Store.WriteAsync(claim, results, grantedTo: null, release: true);

        FleetJobUpdate first = (await Store.ReadResultsAsync("job", 0, mostBytes: 1000))!.Read();
        FleetJobUpdate second = (await Store.ReadResultsAsync("job", first.Cursor, mostBytes: 1000))!.Read();
        FleetJobUpdate third = (await Store.ReadResultsAsync("job", second.Cursor, mostBytes: 1000))!.Read();

        first.Results.Should().Equal(results[0].Result);
        second.Results.Should().Equal(results[1].Result);
        third.Results.Should().BeEmpty();
        third.Cursor.Should().Be(2);
        (await Store.ReadResultsAsync("none", 0, mostBytes: 1000)).Should().BeNull();
    }

    [StoreFact]
    public async Task ReadResultsAsync_OutputOfAnySizeAndCharacters_IsAsItWas()
    {
        await CreateAsync("job", 4);
        BatchClaim[] claims = [.. await ClaimAllAsync(Store)];
        string large = new('x', 3_000_000);
        StoredResult[] results =
        [
            Result(0, HostOutcome.Succeeded, large), Result(1, HostOutcome.Succeeded, large),
            Result(2, HostOutcome.Succeeded, "a\0b\u001b\u0080\uffff\u2028\"\\ 😀"), Result(3, HostOutcome.Succeeded, large),
        ];

        await Store.WriteAsync(claims[0], results, grantedTo: null, release: true);
        await Store.WriteAsync(claims[1], [], grantedTo: null, release: true);

        FleetJobUpdate update = await ReadAllAsync("job");
        update.Results.Should().Equal(results.Select(result => result.Result));
        update.Status.State.Should().Be(FleetJobState.Completed);
    }

    [StoreFact]
    public async Task ReadResultsAsync_WhileManyWrite_SkipsNone()
    {
        const int Hosts = 120;
        await CreateAsync("job", Hosts);
        IFleetStore[] stores = await OpenOthersAsync(4);
        Task<List<HostResult>>[] readers = [.. Enumerable.Range(0, 3).Select(_ => ReadToTheEndAsync(stores[3]))];

        await Task.WhenAll(Enumerable.Range(0, 12).Select(lane => RunAllAsync(stores[lane % 3])));
        List<HostResult>[] read = await Task.WhenAll(readers);

        read[0].Select(result => result.Host).Should().BeEquivalentTo(Enumerable.Range(0, Hosts).Select(number => $"host{number}"));
        read[1].Should().Equal(read[0]);
        read[2].Should().Equal(read[0]);
        FleetJobUpdate late = await ReadAllAsync("job");
        late.Results.Should().Equal(read[0]);
        late.Cursor.Should().Be(Hosts);
        late.Status.Outcomes.Should().BeEquivalentTo(new Dictionary<HostOutcome, int> { [HostOutcome.Succeeded] = Hosts });
    }

    [StoreFact]
    public async Task DeleteJobAsync_OnlyAJobThatHasEnded_IsDeleted()
    {
        StoredJob job = await CreateAsync("job", 2);
        BatchClaim claim = (await ClaimAsync(Guid.NewGuid()))!;

        (await Store.DeleteJobAsync("job")).Should().BeFalse();
        await Store.WriteAsync(
            claim, [Result(0, HostOutcome.Failed), Result(1, HostOutcome.Failed)], grantedTo: null, release: true);
        (await Store.DeleteJobAsync("job")).Should().BeTrue();
        (await Store.DeleteJobAsync("job")).Should().BeTrue("there is none");

        (await Store.FindInputAsync(job.Id)).Should().BeNull();
        StoredJob again = await CreateAsync("job", 2);
        again.Id.Should().BeGreaterThan(job.Id);
        again.Status.Completed.Should().Be(0);
        (await ReadAllAsync("job")).Results.Should().BeEmpty();
        (await ClaimAsync(Guid.NewGuid()))!.Open.Should().Equal(0, 1);
    }

    [StoreFact]
    public async Task DeleteEndedAsync_JobThatRunsOrIsNew_IsKept()
    {
        await CreateAsync("old", 0);
        await CreateAsync("as old", 0);
        await CreateAsync("running", 2);
        Clock.Now += TimeSpan.FromDays(10);
        await CreateAsync("new", 0);

        await Store.DeleteEndedAsync(Clock.Now - TimeSpan.FromDays(5));

        (await Store.ListJobsAsync(null, 10)).Select(job => job.Status.Id).Should().Equal("new", "running");
    }

    /// <summary>Makes an empty place.</summary>
    private protected abstract Task<TestPlace> MakePlaceAsync();

    /// <summary>Stores in the place of this test, each as another process has it, if several can have it.</summary>
    private protected async Task<IFleetStore[]> OpenOthersAsync(int count)
    {
        if (Place.HasOneStore)
        {
            return [.. Enumerable.Repeat(Store, count)];
        }

        IFleetStore[] stores = [.. Enumerable.Range(0, count).Select(_ => Place.Make(Clock))];
        _others.AddRange(stores);
        await Task.WhenAll(stores.Select(store => store.OpenAsync()));
        return stores;
    }

    private protected async Task OpenAgainAsync()
    {
        Close();
        Store = Place.Make(Clock);
        await Store.OpenAsync();
    }

    private protected void Close()
    {
        foreach (IFleetStore? store in _others.Append(Store))
        {
            (store as IDisposable)?.Dispose();
        }

        _others.Clear();
        Store = null!;
    }

    private protected static StoredResult Result(int index, HostOutcome outcome, string output = "") =>
        new(index, new($"host{index}", outcome, 0, 1, TimeSpan.FromSeconds(1), output, "", false, null));

    private protected Task<StoredJob> CreateAsync(string job, int hosts) => Store.CreateJobAsync(new(job, [1, 2, 3], hosts, BatchSize: 2));

    private protected Task<BatchClaim?> ClaimAsync(Guid id) => Store.ClaimAsync(id, Owner, FleetJobState.Running);

    private static async Task<List<BatchClaim>> ClaimAllAsync(IFleetStore store)
    {
        List<BatchClaim> claims = [];
        while (await store.ClaimAsync(Guid.NewGuid(), Owner, FleetJobState.Running) is { } claim)
        {
            claims.Add(claim);
        }

        return claims;
    }

    private static async Task RunAllAsync(IFleetStore store)
    {
        while (await store.ClaimAsync(Guid.NewGuid(), Owner, FleetJobState.Running) is { } claim)
        {
            foreach (int host in claim.Open)
            {
                await store.WriteAsync(claim, [Result(host, HostOutcome.Succeeded)], grantedTo: host + 1, release: false);
            }

            await store.WriteAsync(claim, [], grantedTo: null, release: true);
        }
    }

    private static async Task<List<HostResult>> ReadToTheEndAsync(IFleetStore store)
    {
        List<HostResult> results = [];
        while (true)
        {
            FleetJobUpdate update = (await store.ReadResultsAsync("job", results.Count, mostBytes: 1000))!.Read();
            results.AddRange(update.Results);
            update.Cursor.Should().Be(results.Count);
            if (update.Status.HasEnded && results.Count >= update.Status.Completed)
            {
                return results;
            }

            await Task.Delay(5);
        }
    }

    private async Task<FleetJobUpdate> ReadAllAsync(string job) => (await Store.ReadResultsAsync(job, 0, int.MaxValue))!.Read();
}
