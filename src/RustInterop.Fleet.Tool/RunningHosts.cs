using System.Globalization;

namespace RustInterop.Fleet.Tool;

/// <summary>The hosts that have begun and not ended, in the order in which they began.</summary>
internal sealed class RunningHosts
{
    private readonly LinkedList<RunningHost> _inOrder = [];
    private readonly Dictionary<string, LinkedListNode<RunningHost>> _byName = [];

    public int Count => _inOrder.Count;

    /// <summary>An attempt begins.</summary>
    /// <param name="start">Which one.</param>
    /// <param name="now">The time since the beginning of the run.</param>
    public void Start(HostStart start, TimeSpan now)
    {
        if (_byName.TryGetValue(start.Host, out LinkedListNode<RunningHost>? node))
        {
            node.Value = node.Value with { Attempt = start.Attempt };
        }
        else
        {
            _byName.Add(start.Host, _inOrder.AddLast(new RunningHost(start.Host, start.Attempt, now)));
        }
    }

    public void End(string host)
    {
        if (_byName.Remove(host, out LinkedListNode<RunningHost>? node))
        {
            _inOrder.Remove(node);
        }
    }

    /// <summary>Those that have run for the longest time, the slowest first.</summary>
    public IEnumerable<RunningHost> Slowest(int most) => _inOrder.Take(most);
}

/// <summary>A host that runs.</summary>
/// <param name="Name">The host, as it is named.</param>
/// <param name="Attempt">The number of its attempt, from 1.</param>
/// <param name="Since">When its first attempt began, since the beginning of the run.</param>
internal sealed record RunningHost(string Name, int Attempt, TimeSpan Since)
{
    /// <summary>The host in words: how long it has run, its name, and its attempt unless that is the first.</summary>
    public string Describe(TimeSpan now) =>
        $"{Duration.Clock(now - Since)} {Printable.Line(Name)}{(Attempt > 1 ? $", attempt {Attempt}" : "")}";
}

/// <summary>Times for people.</summary>
internal static class Duration
{
    private const int MinutesBeforeHours = 120;

    /// <summary>Minutes and seconds, with hours if there are any: <c>1:05</c>, <c>2:01:05</c>.</summary>
    public static string Clock(TimeSpan time) => time.TotalHours < 1
        ? string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}:{time.Seconds:00}")
        : string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}");

    /// <summary>A time that is not known exactly, rounded up: <c>48 s</c>, <c>3 min</c>, <c>2 h</c>.</summary>
    public static string Rough(TimeSpan time) => time switch
    {
        { TotalMinutes: <= 1 } => Ceiling(time.TotalSeconds, "s"),
        { TotalMinutes: <= MinutesBeforeHours } => Ceiling(time.TotalMinutes, "min"),
        _ => Ceiling(time.TotalHours, "h"),
    };

    private static string Ceiling(double value, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(value):0} {unit}");
}
