using System.Runtime.CompilerServices;
using RustInterop.Fleet;
using RustInterop.Orleans.Grains;

namespace RustInterop.Orleans;

/// <summary>Fleet jobs on a client of a cluster, or within a silo.</summary>
public static class FleetClientExtensions
{
    /// <summary>A job by its id, whether there is one or not.</summary>
    /// <param name="client">The client.</param>
    /// <param name="id">The id: at most 200 characters, not blank, without control characters or half a surrogate pair.</param>
    /// <exception cref="ArgumentException"><paramref name="id"/> is no id.</exception>
    public static FleetJob GetFleetJob(this IGrainFactory client, string id)
    {
        ArgumentNullException.ThrowIfNull(client);
        return new(client, id);
    }

    /// <summary>
    /// Starts a job and waits for its end. If there is a job with this id and this input, it waits for that one: so a client that was
    /// ended can call it again, and nothing runs twice.
    /// </summary>
    /// <param name="client">The client.</param>
    /// <param name="id">The id of the job.</param>
    /// <param name="input">What to run; <see cref="FleetJob.StartAsync"/> says more.</param>
    /// <param name="progress">Receives all results, from the first one on, once they are stored. If it throws, the job goes on.</param>
    /// <param name="cancellationToken">Cancels the job. To end only the wait, use <see cref="FleetJob.WatchAsync"/>.</param>
    /// <returns>The job at its end. What became of its hosts is in <see cref="FleetJobStatus.Outcomes"/>.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled, and the job has ended as cancelled.</exception>
    /// <inheritdoc cref="FleetJob.StartAsync" path="/exception"/>
    public static async Task<FleetJobStatus> RunFleetAsync(
        this IGrainFactory client,
        string id,
        ProcedureInput input,
        IProgress<FleetJobUpdate>? progress = null,
        CancellationToken cancellationToken = default)
    {
        FleetJob fleet = client.GetFleetJob(id);
        cancellationToken.ThrowIfCancellationRequested();
        // Whether a start that is given up has started the job would not be known, and nobody would cancel it.
        FleetJobStatus status = await fleet.StartAsync(input, CancellationToken.None).ConfigureAwait(false);
        using CancellationTokenSource ended = new();
        Task cancelling = CancelWithAsync(fleet, cancellationToken, ended.Token);
        try
        {
            await foreach (FleetJobUpdate update in fleet.WatchAsync(cancellationToken: CancellationToken.None).ConfigureAwait(false))
            {
                status = update.Status;
                progress?.Report(update);
            }
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await cancelling.ConfigureAwait(false);
        }

        return status.State == FleetJobState.Cancelled && cancellationToken.IsCancellationRequested
            ? throw new OperationCanceledException($"The job {id} was cancelled.", cancellationToken)
            : status;
    }

    /// <summary>All jobs that are kept, the latest first.</summary>
    /// <param name="client">The client.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    public static async IAsyncEnumerable<FleetJobStatus> ListFleetJobsAsync(
        this IGrainFactory client, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        IFleetJobListGrain grain = client.GetGrain<IFleetJobListGrain>(0);
        long? before = null;
        do
        {
            long? end = before;
            JobPage page = await ClusterCall.RunAsync(() => grain.ListAsync(end), cancellationToken).ConfigureAwait(false);
            foreach (FleetJobStatus job in page.Jobs)
            {
                yield return job;
            }

            before = page.Before;
        }
        while (before is not null);
    }

    private static async Task CancelWithAsync(FleetJob job, CancellationToken cancel, CancellationToken ended)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancel, ended);
        await Task.Delay(Timeout.Infinite, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (cancel.IsCancellationRequested)
        {
            await ((Task)job.CancelAsync(ended)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
