using System.Diagnostics;
using Microsoft.Extensions.Logging;
using RustInterop.Fleet;
using RustInterop.Orleans.Storage;

namespace RustInterop.Orleans.Runner;

/// <summary>
/// Runs the hosts of one claim. What may run is stored before it runs, and results before anybody gets them.
/// </summary>
internal sealed class BatchRun : IProgress<ProcedureProgress>, IDisposable
{
    private static readonly TimeSpan FlushInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MostRetryDelay = TimeSpan.FromSeconds(2);

    private readonly IFleetStore _store;
    private readonly BatchClaim _claim;
    private readonly ProcedureInput _input;
    private readonly Action<string> _stored;
    private readonly ILogger _logger;
    private readonly CancellationToken _abandon;
    private readonly CancellationTokenSource _stop;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly Dictionary<string, int> _indexes = [];
    private readonly HashSet<string> _reported = [];
    private readonly List<StoredResult> _unstored = [];
    private int _grantedTo;
    private long _lastWrite;
    private volatile bool _isJobCancelled;

    /// <param name="store">Where all is stored.</param>
    /// <param name="claim">The right to run it.</param>
    /// <param name="input">What remains of the batch, in the order of <see cref="BatchClaim.Open"/>.</param>
    /// <param name="stored">Called with the job's id whenever results are stored.</param>
    /// <param name="logger">Where failures are logged.</param>
    /// <param name="abandon">Cancelled when the process is about to end: what runs is ended, and no write is tried again.</param>
    internal BatchRun(
        IFleetStore store, BatchClaim claim, ProcedureInput input, Action<string> stored, ILogger logger, CancellationToken abandon)
    {
        (_store, _claim, _input, _stored, _logger, _abandon) = (store, claim, input, stored, logger, abandon);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(abandon);
        _grantedTo = claim.GrantedTo;
        for (int place = 0; place < claim.Open.Count; place++)
        {
            _indexes[input.HostList[place]] = claim.Open[place];
        }
    }

    internal string Job => _claim.Job;

    public void Dispose()
    {
        _stop.Dispose();
        _writing.Dispose();
    }

    /// <summary>Ends what runs, since the job is cancelled. Hosts that have not begun do not begin.</summary>
    internal async Task CancelAsync()
    {
        _isJobCancelled = true;
        try
        {
            await _stop.CancelAsync().ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // It has ended meanwhile.
        }
    }

    /// <summary>Ends when the hosts have ended and everything is stored, or when the batch belongs to somebody else.</summary>
    /// <param name="procedures">Runs it.</param>
    /// <param name="drain">Cancelled to begin no further host. The others remain for the next claim.</param>
    /// <returns>Whether the batch still belonged to this claim at the end.</returns>
    internal async Task<bool> RunAsync(IProcedureRunner procedures, CancellationToken drain)
    {
        using CancellationTokenSource ended = new();
        Task flushing = FlushAsync(ended.Token);
        try
        {
            IReadOnlyList<HostResult> results = await CallAsync(procedures, drain).ConfigureAwait(false);
            lock (_unstored)
            {
                _unstored.AddRange(results
                    .Where(host => !_reported.Contains(host.Host))
                    .Select(host => new StoredResult(_indexes[host.Host], host)));
            }

            bool isOurs = await WriteAsync(grantedTo: null, release: true).ConfigureAwait(false) != WriteOutcome.Superseded;
            if (!isOurs)
            {
                _logger.Superseded(_claim.Job, _claim.Number);
            }

            return isOurs;
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await flushing.ConfigureAwait(false);
        }
    }

    void IProgress<ProcedureProgress>.Report(ProcedureProgress value)
    {
        // A host that did not start may remain for others, which is known at the end.
        if (value.Host.Outcome != HostOutcome.NotStarted)
        {
            lock (_unstored)
            {
                _reported.Add(value.Host.Host);
                _unstored.Add(new(_indexes[value.Host.Host], value.Host));
            }
        }
    }

    private async Task<IReadOnlyList<HostResult>> CallAsync(IProcedureRunner procedures, CancellationToken drain)
    {
        ProcedureHandlers handlers = new() { Progress = this, Grant = GrantAsync, Drain = drain };
        try
        {
            return Own(await procedures.StartProcedureAsync(_input, handlers, _stop.Token).ConfigureAwait(false));
        }
        catch (ProcedureCanceledException exception)
        {
            return Own(exception.Output);
        }
        catch (Exception exception)
        {
            // Rust cannot say any more what became of the hosts.
            _logger.BatchFailed(exception, _claim.Job, _claim.Number);
            return [.. _input.HostList.Select(host => _indexes[host] < _grantedTo
                ? UnreportedHosts.Lost(host, exception.Message)
                : UnreportedHosts.NotStarted(host, exception.Message))];
        }
    }

    // Hosts that did not start can run elsewhere, unless the job is cancelled.
    private IReadOnlyList<HostResult> Own(ProcedureOutput output) =>
        _isJobCancelled ? output.Hosts : [.. output.Hosts.Where(host => host.Outcome != HostOutcome.NotStarted)];

    private async Task GrantAsync(HostBlock block, CancellationToken cancellationToken)
    {
        // Rust asks again for hosts whose grant has expired.
        _grantedTo = Math.Max(_grantedTo, _claim.Open[block.First + block.Count - 1] + 1);
        if (await WriteAsync(_grantedTo, release: false).ConfigureAwait(false) != WriteOutcome.Written)
        {
            throw new OperationCanceledException(_stop.Token);
        }
    }

    private async Task FlushAsync(CancellationToken ended)
    {
        try
        {
            while (true)
            {
                await Task.Delay(FlushInterval, ended).ConfigureAwait(false);
                // Grants store results, too. With short actions, that is often enough.
                if (Stopwatch.GetElapsedTime(Volatile.Read(ref _lastWrite)) > FlushInterval / 2)
                {
                    await WriteAsync(grantedTo: null, release: false).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
        }
        catch (Exception exception) when (_abandon.IsCancellationRequested)
        {
            _logger.Abandoned(exception, _claim.Job, _claim.Number);
        }
    }

    /// <summary>Stores the results so far, and a grant. A store that fails is tried until it succeeds.</summary>
    private async Task<WriteOutcome> WriteAsync(int? grantedTo, bool release)
    {
        await _writing.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        WriteOutcome outcome;
        StoredResult[] results;
        try
        {
            lock (_unstored)
            {
                results = [.. _unstored];
            }

            if (results.Length == 0 && grantedTo is null && !release)
            {
                return WriteOutcome.Written;
            }

            outcome = await TryUntilWrittenAsync(results, grantedTo, release).ConfigureAwait(false);
            Volatile.Write(ref _lastWrite, Stopwatch.GetTimestamp());
            lock (_unstored)
            {
                _unstored.RemoveRange(0, results.Length);
            }
        }
        finally
        {
            _writing.Release();
        }

        if (results.Length > 0 || release)
        {
            _stored(_claim.Job);
        }

        if (outcome == WriteOutcome.Cancelled)
        {
            await CancelAsync().ConfigureAwait(false);
        }
        else if (outcome == WriteOutcome.Superseded)
        {
            await _stop.CancelAsync().ConfigureAwait(false);
        }

        return outcome;
    }

    private async Task<WriteOutcome> TryUntilWrittenAsync(StoredResult[] results, int? grantedTo, bool release)
    {
        TimeSpan delay = TimeSpan.FromMilliseconds(100);
        while (true)
        {
            try
            {
                return await _store.WriteAsync(_claim, results, grantedTo, release).ConfigureAwait(false);
            }
            catch (Exception exception) when (!_abandon.IsCancellationRequested)
            {
                _logger.StoreFailed(exception, _claim.Job, _claim.Number);
                await Task.Delay(delay, _abandon).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                delay = delay * 2 < MostRetryDelay ? delay * 2 : MostRetryDelay;
            }
        }
    }
}
