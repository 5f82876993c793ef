using RustInterop.Orleans.Storage;

namespace RustInterop.Orleans.Tests.Support;

/// <summary>The store as one silo sees it.</summary>
internal sealed class TestStore(IFleetStore store) : IFleetStore
{
    private int _calls;
    private int _refusedWrites;

    internal IFleetStore Inner => store;

    /// <summary>Whether calls fail without having done anything.</summary>
    internal bool IsAway { get; set; }

    /// <summary>How many writes of batches failed for that: results, grants or both.</summary>
    internal int RefusedWrites => _refusedWrites;

    /// <summary>Called before a grant is stored, with the indexes of the hosts from the first of the batch on.</summary>
    internal Action<IEnumerable<int>>? Granting { get; set; }

    /// <summary>Called when it is stored.</summary>
    internal Action<IEnumerable<int>>? Granted { get; set; }

    /// <summary>Of so many changes, one is stored and then reported as failed. 0 for none.</summary>
    internal int LoseReplyOf { get; set; }

    public Task OpenAsync() => store.OpenAsync();

    public Task<StoredJob> CreateJobAsync(NewJob job) => ChangeAsync(() => store.CreateJobAsync(job));

    public Task<StoredJob?> FindJobAsync(string job) => ReadAsync(() => store.FindJobAsync(job));

    public Task<byte[]?> FindInputAsync(long id) => ReadAsync(() => store.FindInputAsync(id));

    public Task<IReadOnlyList<StoredJob>> ListJobsAsync(long? before, int most) => ReadAsync(() => store.ListJobsAsync(before, most));

    public Task<IReadOnlyList<string>> ListCancellingAsync() => ReadAsync(store.ListCancellingAsync);

    public Task<StoredJob?> CancelJobAsync(string job) => ChangeAsync(() => store.CancelJobAsync(job));

    public Task<bool> DeleteJobAsync(string job) => ChangeAsync(() => store.DeleteJobAsync(job));

    public Task DeleteEndedAsync(DateTimeOffset before) => store.DeleteEndedAsync(before);

    public Task<BatchClaim?> ClaimAsync(Guid id, RunnerId owner, FleetJobState state) =>
        ChangeAsync(() => store.ClaimAsync(id, owner, state));

    public Task<IReadOnlyList<OwnedBatch>> ListOwnedAsync() => ReadAsync(store.ListOwnedAsync);

    public Task<BatchClaim?> TakeOverAsync(OwnedBatch batch, Guid id, RunnerId owner) =>
        ChangeAsync(() => store.TakeOverAsync(batch, id, owner));

    public async Task<WriteOutcome> WriteAsync(BatchClaim claim, IReadOnlyList<StoredResult> results, int? grantedTo, bool release)
    {
        IEnumerable<int> granted = claim.Open.Where(host => host < grantedTo);
        if (grantedTo is not null)
        {
            Granting?.Invoke(granted);
        }

        if (IsAway)
        {
            Interlocked.Increment(ref _refusedWrites);
        }

        return await ChangeAsync(async () =>
        {
            WriteOutcome outcome = await store.WriteAsync(claim, results, grantedTo, release);
            if (outcome == WriteOutcome.Written && grantedTo is not null)
            {
                Granted?.Invoke(granted);
            }

            return outcome;
        });
    }

    public Task<StoredUpdate?> ReadResultsAsync(string job, long after, int mostBytes) =>
        ReadAsync(() => store.ReadResultsAsync(job, after, mostBytes));

    private Task<T> ReadAsync<T>(Func<Task<T>> read) => IsAway ? throw new IOException("The store is away.") : read();

    private async Task<T> ChangeAsync<T>(Func<Task<T>> change)
    {
        T result = await ReadAsync(change);
        return LoseReplyOf > 0 && Interlocked.Increment(ref _calls) % LoseReplyOf == 0
            ? throw new IOException("The reply of the store is lost.")
            : result;
    }
}
