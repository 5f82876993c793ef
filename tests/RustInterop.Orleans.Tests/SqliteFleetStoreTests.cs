using Microsoft.Data.Sqlite;
using RustInterop.Orleans.Storage;
using RustInterop.Orleans.Storage.Sqlite;
using RustInterop.Tests.Support;

namespace RustInterop.Orleans.Tests;

public sealed class SqliteFleetStoreTests : IAsyncLifetime, IDisposable
{
    private static readonly RunnerId s_owner = new(SiloAddress.FromParsableString("127.0.0.1:1@1"), Guid.NewGuid());

    private readonly TemporaryFolder _folder = new();
    private readonly Clock _clock = new();
    private SqliteFleetStore _store = null!;

    private string Path => _folder.PathOf("fleet.db");

    public Task InitializeAsync()
    {
        _store = new(Path, _clock);
        return _store.OpenAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task OpenAsync_FileThatIsThere_KeepsWhatItHas()
    {
        StoredJob job = await CreateAsync("kept", 3);
        await _store.OpenAsync();
        _store.Dispose();

        _store = new(Path, _clock);
        await _store.OpenAsync();

        (await _store.FindJobAsync("kept")).Should().BeEquivalentTo(job);
    }

    [Fact]
    public async Task OpenAsync_FileInUse_Throws()
    {
        using SqliteFleetStore second = new(Path, _clock);

        await second.Awaiting(store => store.OpenAsync()).Should().ThrowAsync<InvalidOperationException>()
            .WithMessage($"{Path} is used by another process*");
    }

    [Fact]
    public async Task OpenAsync_FileOfALaterVersion_Throws()
    {
        _store.Dispose();
        await using (SqliteConnection connection = new($"Data Source={Path};Pooling=false"))
        {
            await connection.OpenAsync();
            await using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "pragma user_version = 1000";
            await command.ExecuteNonQueryAsync();
        }

        _store = new(Path, _clock);

        await _store.Awaiting(store => store.OpenAsync()).Should().ThrowAsync<InvalidOperationException>()
            .WithMessage("*has version 1000 of the tables*");
    }

    [Fact]
    public void OpenAsync_NewFile_IsPrivate()
    {
        foreach (string file in Directory.GetFiles(_folder.FullName, "fleet.db*").Where(file => !file.EndsWith(".lock")))
        {
            if (!OperatingSystem.IsWindows())
            {
                File.GetUnixFileMode(file).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite, "{0} may have secrets", file);
            }
        }
    }

    [Fact]
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

    [Fact]
    public async Task ClaimAsync_TwoJobs_SharesTheLanes()
    {
        await CreateAsync("long", 8);
        await CreateAsync("short", 2);

        BatchClaim?[] claims = [await ClaimAsync(Guid.NewGuid()), await ClaimAsync(Guid.NewGuid()), await ClaimAsync(Guid.NewGuid())];

        claims.Select(claim => claim!.Job).Should().Equal("long", "short", "long");
    }

    [Fact]
    public async Task WriteAsync_BatchTakenOver_ChangesNothing()
    {
        await CreateAsync("job", 2);
        BatchClaim old = (await ClaimAsync(Guid.NewGuid()))!;
        await _store.WriteAsync(old, [], grantedTo: 1, release: false);
        OwnedBatch owned = (await _store.ListOwnedAsync()).Single();

        BatchClaim? taken = await _store.TakeOverAsync(owned, Guid.NewGuid(), s_owner);

        taken!.GrantedTo.Should().Be(1);
        (await _store.TakeOverAsync(owned, Guid.NewGuid(), s_owner)).Should().BeNull("it is no longer as it was");
        (await _store.WriteAsync(old, [Result(0, HostOutcome.Succeeded)], grantedTo: 2, release: true)).Should().Be(WriteOutcome.Superseded);
        (await _store.FindJobAsync("job"))!.Status.Completed.Should().Be(0);
        (await _store.WriteAsync(taken, [Result(0, HostOutcome.Lost)], grantedTo: null, release: true)).Should().Be(WriteOutcome.Written);
        (await ClaimAsync(Guid.NewGuid()))!.Open.Should().Equal(1);
    }

    [Fact]
    public async Task WriteAsync_SecondResultOfAHost_IsIgnored()
    {
        await CreateAsync("job", 2);
        BatchClaim claim = (await ClaimAsync(Guid.NewGuid()))!;

        await _store.WriteAsync(claim, [Result(0, HostOutcome.Succeeded)], grantedTo: null, release: false);
        await _store.WriteAsync(claim, [Result(0, HostOutcome.Failed), Result(1, HostOutcome.Failed)], grantedTo: null, release: true);

        FleetJobUpdate update = (await _store.ReadResultsAsync("job", 0, int.MaxValue))!;
        update.Results.Select(result => result.Outcome).Should().Equal(HostOutcome.Succeeded, HostOutcome.Failed);
        update.Status.State.Should().Be(FleetJobState.Completed);
        update.Cursor.Should().Be(2);
    }

    [Fact]
    public async Task WriteAsync_JobCancelled_GrantsNothing()
    {
        await CreateAsync("job", 2);
        BatchClaim claim = (await ClaimAsync(Guid.NewGuid()))!;
        await _store.CancelJobAsync("job");

        (await _store.WriteAsync(claim, [Result(0, HostOutcome.Cancelled)], grantedTo: 2, release: false)).Should().Be(WriteOutcome.Cancelled);

        BatchClaim? taken = await _store.TakeOverAsync((await _store.ListOwnedAsync()).Single(), Guid.NewGuid(), s_owner);
        taken!.Open.Should().Equal(1);
        taken.GrantedTo.Should().Be(0);
        taken.State.Should().Be(FleetJobState.Cancelling);
    }

    [Fact]
    public async Task ReadResultsAsync_LargeResults_StopsAtTheSize()
    {
        await CreateAsync("job", 2);
        BatchClaim claim = (await ClaimAsync(Guid.NewGuid()))!;
        StoredResult[] results = [Result(0, HostOutcome.Succeeded, new string('x', 5000)), Result(1, HostOutcome.Succeeded)];
        await _store.WriteAsync(claim, results, grantedTo: null, release: true);

        FleetJobUpdate first = (await _store.ReadResultsAsync("job", 0, mostBytes: 1000))!;
        FleetJobUpdate second = (await _store.ReadResultsAsync("job", first.Cursor, mostBytes: 1000))!;

        first.Results.Should().Equal(results[0].Result);
        second.Results.Should().Equal(results[1].Result);
    }

    [Fact]
    public async Task DeleteEndedAsync_JobThatRunsOrIsNew_IsKept()
    {
        await CreateAsync("old", 0);
        await CreateAsync("running", 2);
        _clock.Now += TimeSpan.FromDays(10);
        await CreateAsync("new", 0);

        await _store.DeleteEndedAsync(_clock.Now - TimeSpan.FromDays(5));

        (await _store.ListJobsAsync(null, 10)).Select(job => job.Status.Job).Should().Equal("new", "running");
    }

    private static StoredResult Result(int index, HostOutcome outcome, string output = "") =>
        new(index, new($"host{index}", outcome, 0, 1, TimeSpan.FromSeconds(1), output, "", false, null));

    private Task<StoredJob> CreateAsync(string job, int hosts) => _store.CreateJobAsync(new(job, [1, 2, 3], hosts, BatchSize: 2));

    private Task<BatchClaim?> ClaimAsync(Guid id) => _store.ClaimAsync(id, s_owner, FleetJobState.Running);

    private sealed class Clock : TimeProvider
    {
        internal DateTimeOffset Now { get; set; } = DateTimeOffset.FromUnixTimeSeconds(2_000_000_000);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
