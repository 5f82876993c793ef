namespace RustInterop.Fleet.Tool;

/// <summary>
/// Counts the hosts. The library reports hosts that have ended. The number of running hosts follows from that, because another
/// host starts when one ends, or at the end of a batch as many as may run at a time.
/// </summary>
internal sealed class Tally
{
    private readonly ProcedureInput _input;
    private readonly CancellationToken _cancellation;
    private int _batch = -1;
    private int _batchSize;
    private int _batchEnd;
    private int _batchFailed;
    private int _started;

    public Tally(ProcedureInput input, CancellationToken cancellation)
    {
        _input = input;
        _cancellation = cancellation;
        StartBatch();
    }

    public int Completed { get; private set; }

    public int Failed { get; private set; }

    public int Running => _started - Completed;

    private int Total => _input.HostList.Count;

    private bool IsStopped => _cancellation.IsCancellationRequested
        || Failed > _input.MaxFailures
        || (_input.MaxBatchFailures is { } most && _batchFailed > Count(most, _batchSize));

    public void Add(HostOutcome outcome)
    {
        Completed++;
        if (Outcomes.IsFailure(outcome))
        {
            Failed++;
            _batchFailed++;
        }

        if (IsStopped)
        {
            return;
        }

        if (_started < _batchEnd)
        {
            _started++;
        }
        else if (Running == 0)
        {
            StartBatch();
        }
    }

    public override string ToString() => $"{Completed}/{Total} done, {Running} running, {Failed} failed";

    private static int Count(HostShare share, int hosts) =>
        share.IsPercent ? (int)((long)hosts * share.Value / 100) : share.Value;

    private void StartBatch()
    {
        IReadOnlyList<HostShare> sizes = _input.Batches;
        _batch = Math.Min(_batch + 1, Math.Max(0, sizes.Count - 1));
        int size = sizes.Count == 0 ? Total : Math.Max(1, Count(sizes[_batch], Total));
        _batchSize = Math.Min(size, Total - _batchEnd);
        _batchEnd += _batchSize;
        _batchFailed = 0;
        _started = Math.Min(_started + _input.Concurrency, _batchEnd);
    }
}
