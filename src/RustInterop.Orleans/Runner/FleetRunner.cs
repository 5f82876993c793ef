using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using RustInterop.Fleet;
using RustInterop.Orleans.Grains;
using RustInterop.Orleans.Storage;

namespace RustInterop.Orleans.Runner;

/// <summary>Runs batches on this silo: each lane claims one, runs it to its end, and claims the next.</summary>
internal sealed class FleetRunner(
    IFleetStore store, IProcedureRunner procedures, IGrainFactory grains, ISiloStatusOracle silos, IOptions<FleetOptions> options,
    IClusterMembershipService membership, IOptions<ClusterMembershipOptions> membershipOptions, ILogger<FleetRunner> logger)
{
    /// <summary>How long other silos take to see that there is work.</summary>
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<Guid, BatchRun?> _claims = new();
    private readonly JobInputs _inputs = new(store);
    private readonly Pulse _work = new();
    private readonly RunnerId _id = new(silos.SiloAddress, Guid.NewGuid());

    // Others hold a silo for dead once it has missed several probes. A silo that wakes after that must begin nothing that it was granted
    // before, so a grant holds for half of that time.
    private readonly TimeSpan _blockLifetime = membershipOptions.Value.ProbeTimeout * membershipOptions.Value.NumMissedProbesLimit / 2;

    // Whether others took a batch away, and this silo has not asked since whether they hold it for dead.
    private volatile bool _isDoubted;

    internal RunnerId Id => _id;

    /// <summary>Looks for work at once.</summary>
    internal void Wake() => _work.Signal();

    /// <summary>Whether this runner made a claim, and has not given it up.</summary>
    internal bool Holds(Guid claim) => _claims.ContainsKey(claim);

    /// <summary>Ends what runs of some jobs here.</summary>
    internal Task CancelAsync(IReadOnlyCollection<string> jobs) => Task.WhenAll(
        _claims.Values.OfType<BatchRun>().Where(run => jobs.Contains(run.Job)).Select(run => run.CancelAsync()));

    /// <summary>Runs batches until it is drained and what runs has ended.</summary>
    /// <param name="drain">Cancelled to claim and to begin no more.</param>
    /// <param name="abandon">Cancelled to end what runs.</param>
    internal Task RunAsync(CancellationToken drain, CancellationToken abandon) => Task.WhenAll(
        Enumerable.Range(0, options.Value.Lanes).Select(_ => Task.Run(() => RunLaneAsync(drain, abandon), CancellationToken.None)));

    /// <summary>Accounts for the hosts of a claim that does not run, and gives it up.</summary>
    internal async Task SettleAsync(BatchClaim claim)
    {
        ProcedureInput input = await _inputs.ReadAsync(claim).ConfigureAwait(false);
        await store.WriteAsync(claim, UnreportedHosts.Of(claim, input.HostList), grantedTo: null, release: true).ConfigureAwait(false);
        Notify(claim.Job);
        Wake();
    }

    private async Task RunLaneAsync(CancellationToken drain, CancellationToken abandon)
    {
        while (!drain.IsCancellationRequested)
        {
            Task work = _work.Next;
            // The supervisor must not take it for one that nobody knows of.
            Guid id = Guid.NewGuid();
            _claims[id] = null;
            bool isBusy = false;
            try
            {
                isBusy = await ClaimAndRunAsync(id, drain, abandon).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                logger.LaneFailed(exception);
            }
            finally
            {
                _claims.TryRemove(id, out _);
            }

            if (!isBusy)
            {
                await Task.WhenAny(work, Task.Delay(PollInterval, drain)).ConfigureAwait(false);
            }
        }
    }

    private async Task<bool> ClaimAndRunAsync(Guid id, CancellationToken drain, CancellationToken abandon)
    {
        // A silo that the others hold for dead claims nothing. One that is cut off from them learns it only by its next look at the table:
        // until then, each batch would be taken away with its hosts lost.
        if (_isDoubted)
        {
            await membership.Refresh(default, drain).ConfigureAwait(false);
            _isDoubted = false;
        }

        if (silos.CurrentStatus != SiloStatus.Active
            || await store.ClaimAsync(id, _id, FleetJobState.Running).ConfigureAwait(false) is not { } claim)
        {
            return false;
        }

        if (claim.State != FleetJobState.Running)
        {
            await SettleAsync(claim).ConfigureAwait(false);
            return true;
        }

        ProcedureInput input = JobInputs.Part(
            await _inputs.ReadAsync(claim).ConfigureAwait(false), claim.Open, options.Value.BlockSize, _blockLifetime);
        using BatchRun run = new(store, claim, input, Notify, logger, abandon);
        _claims[id] = run;
        if (!await run.RunAsync(procedures, drain).ConfigureAwait(false))
        {
            _isDoubted = true;
        }

        return true;
    }

    // Watchers look by themselves, too, so a message that is lost only delays them.
    private void Notify(string job)
    {
        try
        {
            grains.GetGrain<IFleetJobGrain>(job).NotifyAsync().Ignore();
        }
        catch (Exception exception)
        {
            logger.NotNotified(exception, job);
        }
    }
}
