using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using RustInterop.Fleet;
using RustInterop.Orleans.Grains;
using RustInterop.Orleans.Storage;

namespace RustInterop.Orleans;

/// <summary>
/// A job by its id, on any client of the cluster: an action on many hosts that goes on whatever becomes of the client, and of the silos
/// that run it. Thread-safe.
/// </summary>
/// <remarks>
/// All calls find their way again when a silo or the store goes away, and fail with the last exception when that has lasted for a
/// minute. Each may be repeated.
/// </remarks>
public sealed class FleetJob
{
    private const int MostIdLength = 200;
    private readonly IFleetJobGrain _grain;

    internal FleetJob(IGrainFactory client, string id)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        // A store replaces half a surrogate pair, so two ids would be one, or refuses it as if it were away.
        if (id.Length > MostIdLength || id.Any(char.IsControl) || Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(id)) != id)
        {
            throw new ArgumentException(
                $"A job's id has at most {MostIdLength} characters, no control characters, and no half of a surrogate pair.", nameof(id));
        }

        Id = id;
        _grain = client.GetGrain<IFleetJobGrain>(id);
    }

    /// <summary>The id of the job, which the caller has chosen.</summary>
    public string Id { get; }

    /// <summary>
    /// Starts the job. If there is a job with this id and this input, running or ended, nothing runs again: the call is safe to repeat.
    /// </summary>
    /// <param name="input">
    /// What to run. <see cref="ProcedureInput.Concurrency"/> holds for each lane, and <see cref="ProcedureInput.Environment"/> is that of
    /// the silo unless set. It is stored with all its secrets until the job is deleted.
    /// </param>
    /// <param name="cancellationToken">Ends the wait. The job may have been started.</param>
    /// <returns>How far it is.</returns>
    /// <exception cref="ArgumentException">
    /// The input is refused, for example because a host occurs twice or <see cref="ProcedureInput.MaxFailures"/>,
    /// <see cref="ProcedureInput.Batches"/> or <see cref="ProcedureInput.MaxBatchFailures"/> is set, which a job does not support.
    /// </exception>
    /// <exception cref="FleetJobConflictException">There is a job with this id and another input.</exception>
    public async Task<FleetJobStatus> StartAsync(ProcedureInput input, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        byte[] json = Json(input);
        StartReply reply = await ClusterCall.RunAsync(() => _grain.StartAsync(json), cancellationToken).ConfigureAwait(false);
        return reply.Status
            ?? throw (reply.Exists
                ? new FleetJobConflictException($"{reply.Refusal}: {Id}")
                : new ArgumentException(reply.Refusal, nameof(input)));
    }

    /// <summary>Asks how far the job is.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns><see langword="null"/> if there is no such job.</returns>
    public Task<FleetJobStatus?> GetStatusAsync(CancellationToken cancellationToken = default) =>
        ClusterCall.RunAsync(_grain.GetStatusAsync, cancellationToken);

    /// <summary>Asks which hosts the job has.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The hosts in the order of the input; <see langword="null"/> if there is no such job.</returns>
    public async Task<IReadOnlyList<string>?> GetHostsAsync(CancellationToken cancellationToken = default) =>
        await ClusterCall.RunAsync(_grain.GetHostsAsync, cancellationToken).ConfigureAwait(false);

    /// <summary>Reads a single result, for those who have watched the job and not kept all of its output.</summary>
    /// <param name="number">
    /// Which one, from 1, in the order of <see cref="WatchAsync"/>: the last of an update has the number
    /// <see cref="FleetJobUpdate.Cursor"/>.
    /// </param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns><see langword="null"/> if there is no such job, or it has fewer results so far.</returns>
    public async Task<HostResult?> GetResultAsync(long number, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        StoredUpdate? update = await ClusterCall.RunAsync(() => _grain.ReadOneAsync(number), cancellationToken).ConfigureAwait(false);
        return update?.Read().Results is [var result, ..] ? result : null;
    }

    /// <summary>
    /// Reads the results as they are stored, up to the end of the job. All who watch read the same results in the same order, however
    /// late they come.
    /// </summary>
    /// <param name="cursor">0 to begin with the first result, or the <see cref="FleetJobUpdate.Cursor"/> to go on after.</param>
    /// <param name="cancellationToken">Ends the enumeration. The job goes on.</param>
    /// <returns>
    /// The results, and the status of the job at least every few seconds. The last one has a status that
    /// <see cref="FleetJobStatus.HasEnded"/>.
    /// </returns>
    /// <exception cref="KeyNotFoundException">There is no such job.</exception>
    public async IAsyncEnumerable<FleetJobUpdate> WatchAsync(
        long cursor = 0, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(cursor);
        while (true)
        {
            long after = cursor;
            StoredUpdate stored = await ClusterCall.RunAsync(() => _grain.ReadAsync(after), cancellationToken).ConfigureAwait(false)
                ?? throw new KeyNotFoundException($"There is no job {Id}.");
            FleetJobUpdate update = stored.Read();
            yield return update;
            cursor = update.Cursor;
            if (update.Status.HasEnded && cursor >= update.Status.Completed)
            {
                yield break;
            }
        }
    }

    /// <summary>
    /// Cancels the job. No further host begins once the call has returned, but for those of a block that was granted just before; hosts
    /// that run are ended, and the job ends when all have their results.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait. The job may have been cancelled.</param>
    /// <returns>How far it is; <see langword="null"/> if there is no such job.</returns>
    public Task<FleetJobStatus?> CancelAsync(CancellationToken cancellationToken = default) =>
        ClusterCall.RunAsync(_grain.CancelAsync, cancellationToken);

    /// <summary>Deletes the job with its results, if it has ended. Its id can be used again.</summary>
    /// <param name="cancellationToken">Ends the wait. The job may have been deleted.</param>
    /// <returns>Whether there is no such job now.</returns>
    public Task<bool> DeleteAsync(CancellationToken cancellationToken = default) =>
        ClusterCall.RunAsync(_grain.DeleteAsync, cancellationToken);

    private static byte[] Json(ProcedureInput input)
    {
        try
        {
            return JsonSerializer.SerializeToUtf8Bytes(input, ProcedureJson.Input);
        }
        catch (JsonException exception)
        {
            throw new ArgumentException(exception.Message, nameof(input), exception);
        }
    }
}
