using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RustInterop.Orleans.Storage;

namespace RustInterop.Orleans.Runner;

/// <summary>
/// Looks after the batches that do not run: those of processes that are gone, and those of cancelled jobs. Every silo does it; the
/// store lets only one of them have each batch.
/// </summary>
internal sealed class FleetSupervisor(
    IFleetStore store, FleetRunner runner, ISiloStatusOracle silos, IOptions<FleetOptions> options, TimeProvider time,
    ILogger<FleetSupervisor> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan RetentionInterval = TimeSpan.FromMinutes(1);

    private readonly Pulse _cancelled = new();
    private long _lastDeletion;

    /// <summary>A job was cancelled: do what is to be done at once.</summary>
    internal void Wake() => _cancelled.Signal();

    internal async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            Task cancelled = _cancelled.Next;
            try
            {
                await CancelAsync().ConfigureAwait(false);
                await RecoverAsync().ConfigureAwait(false);
                await DeleteAsync().ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                logger.SupervisionFailed(exception);
            }

            await Task.WhenAny(cancelled, Task.Delay(Interval, stop)).ConfigureAwait(false);
        }
    }

    private async Task CancelAsync()
    {
        IReadOnlyList<string> jobs = await store.ListCancellingAsync().ConfigureAwait(false);
        if (jobs.Count == 0)
        {
            return;
        }

        await runner.CancelAsync(jobs).ConfigureAwait(false);
        while (await store.ClaimAsync(Guid.NewGuid(), runner.Id, FleetJobState.Cancelling).ConfigureAwait(false) is { } claim)
        {
            await runner.SettleAsync(claim).ConfigureAwait(false);
        }
    }

    private async Task RecoverAsync()
    {
        if (silos.CurrentStatus != SiloStatus.Active)
        {
            return;
        }

        foreach (OwnedBatch batch in await store.ListOwnedAsync().ConfigureAwait(false))
        {
            if (IsGone(batch)
                && await store.TakeOverAsync(batch, Guid.NewGuid(), runner.Id).ConfigureAwait(false) is { } claim)
            {
                logger.TakenOver(batch.Job, batch.Number, batch.Owner.Silo);
                await runner.SettleAsync(claim).ConfigureAwait(false);
            }
        }
    }

    // A silo that membership does not know was removed from it, or belongs to an earlier life of this cluster. Should it be alive
    // after all, the store refuses its grants from now on.
    private bool IsGone(OwnedBatch batch) =>
        batch.Owner == runner.Id ? !runner.Holds(batch.Claim)
        : batch.Owner.Silo.Equals(runner.Id.Silo)
        || silos.GetApproximateSiloStatus(batch.Owner.Silo) is SiloStatus.Dead or SiloStatus.None;

    private async Task DeleteAsync()
    {
        if (_lastDeletion == 0 || time.GetElapsedTime(_lastDeletion) > RetentionInterval)
        {
            _lastDeletion = time.GetTimestamp();
            await store.DeleteEndedAsync(time.GetUtcNow() - options.Value.Retention).ConfigureAwait(false);
        }
    }
}
