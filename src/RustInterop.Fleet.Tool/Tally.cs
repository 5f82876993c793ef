namespace RustInterop.Fleet.Tool;

/// <summary>Counts the hosts that have ended, by outcome.</summary>
internal sealed class Tally
{
    private readonly SortedDictionary<HostOutcome, int> _counts = [];

    /// <summary>How many have ended.</summary>
    public int Completed { get; private set; }

    /// <summary>The outcomes that hosts have had, in the order of the enum, with their numbers.</summary>
    public IEnumerable<(HostOutcome Outcome, int Hosts)> Counts => _counts.Select(pair => (pair.Key, pair.Value));

    public void Add(HostOutcome outcome)
    {
        _counts[outcome] = _counts.GetValueOrDefault(outcome) + 1;
        Completed++;
    }
}
