namespace RustInterop.Orleans.Storage;

/// <summary>
/// What is known of jobs, durably: each call that has returned survives a crash of the machine. Thread-safe.
/// </summary>
/// <remarks>
/// <para>
/// The store is where processes are fenced. A batch belongs to the claim that is stored with it, and a write for another claim
/// changes nothing. A host has at most one result: a second one is never stored.
/// </para>
/// <para>
/// When a call throws, its changes may be stored or not, but never some of them. Each call can be repeated.
/// </para>
/// </remarks>
internal interface IFleetStore
{
    /// <summary>Makes the tables that are not there yet.</summary>
    Task OpenAsync();

    /// <summary>Stores a job, with its hosts in batches, unless there is one with its id.</summary>
    /// <returns>The job as it is stored.</returns>
    Task<StoredJob> CreateJobAsync(NewJob job);

    /// <returns>Null if there is no such job.</returns>
    Task<StoredJob?> FindJobAsync(string job);

    /// <param name="id">The number of the job in the store.</param>
    /// <returns>The JSON of the input; null if there is no such job.</returns>
    Task<byte[]?> FindInputAsync(long id);

    /// <summary>The jobs that were created last come first.</summary>
    /// <param name="before">Only jobs with a lower number; null for all.</param>
    /// <param name="most">How many to return.</param>
    Task<IReadOnlyList<StoredJob>> ListJobsAsync(long? before, int most);

    /// <summary>The ids of the jobs that are cancelled and have not ended.</summary>
    Task<IReadOnlyList<string>> ListCancellingAsync();

    /// <summary>From now on, no host of the job is granted. Changes nothing if it has ended.</summary>
    /// <returns>Null if there is no such job.</returns>
    Task<StoredJob?> CancelJobAsync(string job);

    /// <summary>Deletes a job that has ended.</summary>
    /// <returns>Whether there is no such job now.</returns>
    Task<bool> DeleteJobAsync(string job);

    /// <summary>Deletes the jobs that ended before a time.</summary>
    Task DeleteEndedAsync(DateTimeOffset before);

    /// <summary>
    /// Claims a batch that nobody has, of the job with the fewest batches claimed, so that jobs share the lanes. A repeated call with
    /// the same id returns the same batch.
    /// </summary>
    /// <param name="id">The id of the claim; a new one for each batch.</param>
    /// <param name="owner">Who claims it.</param>
    /// <param name="state">What its job has as its state.</param>
    /// <returns>Null if there is none.</returns>
    Task<BatchClaim?> ClaimAsync(Guid id, RunnerId owner, FleetJobState state);

    /// <summary>All batches that somebody has.</summary>
    Task<IReadOnlyList<OwnedBatch>> ListOwnedAsync();

    /// <summary>Takes a batch away from its owner, whose writes for it change nothing from now on.</summary>
    /// <returns>Null if it is no longer as given.</returns>
    Task<BatchClaim?> TakeOverAsync(OwnedBatch batch, Guid id, RunnerId owner);

    /// <summary>Stores what happened in a batch, all of it or nothing.</summary>
    /// <param name="claim">The claim.</param>
    /// <param name="results">Results of hosts. Those of hosts that have one are ignored.</param>
    /// <param name="grantedTo">The index after the last host that may start; null to grant none.</param>
    /// <param name="release">Whether nothing of this claim runs any more: hosts without a result may be claimed again.</param>
    Task<WriteOutcome> WriteAsync(BatchClaim claim, IReadOnlyList<StoredResult> results, int? grantedTo, bool release);

    /// <summary>Reads results in the order in which they were stored.</summary>
    /// <param name="job">The id of the job.</param>
    /// <param name="after">How many to skip.</param>
    /// <param name="mostBytes">Reads no further one when those read have this size.</param>
    /// <returns>Null if there is no such job.</returns>
    Task<StoredUpdate?> ReadResultsAsync(string job, long after, int mostBytes);
}
