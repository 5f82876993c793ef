using RustInterop;

namespace Fleet;

/// <summary>
/// Counts the hosts. The library tells which have ended; how many are running follows from that, as another host starts
/// wherever one ends.
/// </summary>
internal sealed class Tally(ProcedureInput input, CancellationToken cancellation)
{
    private int _started = Math.Min(input.Concurrency, input.HostList.Count);

    public int Completed { get; private set; }

    public int Failed { get; private set; }

    public int Running => _started - Completed;

    public void Add(HostOutcome outcome)
    {
        Completed++;
        Failed += Outcomes.IsFailure(outcome) ? 1 : 0;
        if (_started < input.HostList.Count && !cancellation.IsCancellationRequested && !(Failed > input.MaxFailures))
        {
            _started++;
        }
    }

    public override string ToString() => $"{Completed}/{input.HostList.Count} done, {Running} running, {Failed} failed";
}
