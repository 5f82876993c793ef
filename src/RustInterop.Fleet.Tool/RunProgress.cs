using System.Globalization;
using System.Text;

namespace RustInterop.Fleet.Tool;

/// <summary>How far a run is.</summary>
/// <param name="total">How many hosts it has.</param>
internal sealed class RunProgress(int total)
{
    // As many as a person reads.
    private const int MostRunning = 100;

    private int _started;

    public int Total => total;

    /// <summary>Whether hosts run in batches, one after another.</summary>
    public bool IsInBatches { get; init; }

    /// <summary>Whether it is known which hosts run, so that those that wait are, too.</summary>
    public bool KnowsStarts { get; init; } = true;

    public Tally Tally { get; } = new();

    public RunningHosts Running { get; } = new();

    /// <summary>Whether no further host starts, because somebody has cancelled the run.</summary>
    public bool IsCancelled { get; set; }

    /// <summary>How many hosts have not begun.</summary>
    public int Waiting => Total - _started;

    /// <summary>The numbers of hosts, in words.</summary>
    public string Sentence => string.Join(", ", Counts.Select(count => $"{count.Hosts} {count.Name}"));

    /// <summary>The numbers of hosts: those that have ended, by outcome, then those that run and that wait.</summary>
    public IEnumerable<(HostOutcome? Outcome, int Hosts, string Name)> Counts
    {
        get
        {
            foreach ((HostOutcome outcome, int hosts) in Tally.Counts)
            {
                yield return (outcome, hosts, Outcomes.Name(outcome));
            }

            if (!KnowsStarts)
            {
                yield return (null, Total - Tally.Completed, "without a result");
                yield break;
            }

            yield return (null, Running.Count, "running");
            if (Waiting > 0)
            {
                yield return (null, Waiting, IsCancelled ? Outcomes.Name(HostOutcome.NotStarted) : "waiting");
            }
        }
    }

    /// <summary>Which hosts run, the slowest first, and the counts, on lines for a person who asks.</summary>
    /// <param name="now">The time since the beginning of the run.</param>
    public string Describe(TimeSpan now)
    {
        StringBuilder lines = new();
        foreach (RunningHost host in Running.Slowest(MostRunning))
        {
            lines.Append(CultureInfo.InvariantCulture, $"running: {host.Describe(now)}\n");
        }

        return lines.Append(CultureInfo.InvariantCulture, $"{Sentence}\n").ToString();
    }

    /// <summary>An attempt begins.</summary>
    /// <param name="start">Which one.</param>
    /// <param name="now">The time since the beginning of the run.</param>
    public void Add(HostStart start, TimeSpan now)
    {
        if (start.Attempt == 1)
        {
            _started++;
        }

        Running.Start(start, now);
    }

    /// <summary>A host has ended.</summary>
    public void Add(HostResult result)
    {
        Running.End(result.Host);
        Tally.Add(result.Outcome);
    }

    /// <summary>
    /// How many hosts end in a time, on average; null while none has ended. Nor is it known without the starts: some hosts may have
    /// ended before.
    /// </summary>
    /// <param name="now">The time since the beginning of the run.</param>
    public string? Rate(TimeSpan now)
    {
        if (Tally.Completed == 0 || now <= TimeSpan.Zero || !KnowsStarts)
        {
            return null;
        }

        double second = Tally.Completed / now.TotalSeconds;
        (double number, string unit) = second switch
        {
            >= 1 => (second, "s"),
            >= 1 / 60.0 => (second * 60, "min"),
            _ => (second * 60 * 60, "h"),
        };
        double rounded = Math.Round(number, number < 100 ? 1 : 0);
        return string.Create(CultureInfo.InvariantCulture, $"{rounded} {(rounded == 1 ? "host" : "hosts")}/{unit}");
    }

    /// <summary>
    /// How long it will take until all have ended, at this rate; null if that is not known. Hosts that run already end when they
    /// end, so it is known only while more hosts wait than run, and once as many have ended. Nor is it known in batches, where the
    /// rate changes from one to the next.
    /// </summary>
    /// <param name="now">The time since the beginning of the run.</param>
    public TimeSpan? Left(TimeSpan now)
    {
        bool isSteady = !IsCancelled && !IsInBatches && KnowsStarts
            && Waiting > Running.Count && Tally.Completed > 0 && Tally.Completed >= Running.Count;
        return isSteady ? now * ((double)(Total - Tally.Completed) / Tally.Completed) : null;
    }
}
