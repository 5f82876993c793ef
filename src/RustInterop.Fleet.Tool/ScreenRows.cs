using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace RustInterop.Fleet.Tool;

/// <summary>The rows that show how far a run is, for a terminal of any size.</summary>
/// <param name="progress">The run.</param>
/// <param name="isUtf8">Whether the terminal shows more than ASCII.</param>
internal sealed class ScreenRows(RunProgress progress, bool isUtf8)
{
    private const int WidestBar = 40;
    private const int NarrowestBar = 10;
    private const string Gap = "  ";
    private const string Indent = "  ";

    // Above the rows, there should be room for the hosts that fail.
    private const int ShareOfTheHeight = 2;

    private string Ellipsis => isUtf8 ? "…" : "...";

    /// <summary>The rows, each narrower than the terminal: how far the run is, the counts, and the slowest hosts.</summary>
    /// <param name="width">The columns of the terminal.</param>
    /// <param name="height">Its rows.</param>
    /// <param name="now">The time since the beginning of the run.</param>
    public IReadOnlyList<SegmentLine> For(int width, int height, TimeSpan now)
    {
        // A terminal that has a character in its last column may put the next one into the next row.
        int columns = Math.Max(width - 1, 0);
        int most = Math.Max(height / ShareOfTheHeight, 1);
        IEnumerable<SegmentLine> rows = [HowFar(columns, now), Counts(), .. Hosts(Math.Max(most - 2, 0), columns, now)];
        return [.. rows.Take(most).Select(row => Clip(row, columns))];
    }

    /// <summary>A bar if there is room for it, and as many of the facts as fit, the most important first.</summary>
    private SegmentLine HowFar(int columns, TimeSpan now)
    {
        string done = $"{progress.Tally.Completed}/{progress.Total}";
        string?[] facts = [done, Duration.Clock(now), progress.Rate(now), Left(now)];
        for (int count = facts.Length; count > 0; count--)
        {
            string text = string.Join(Gap, facts[..count].OfType<string>());
            int room = columns - text.Length - Gap.Length;
            if (room >= NarrowestBar)
            {
                int bar = Math.Min(room, WidestBar);
                int full = progress.Total == 0 ? bar : (int)((long)bar * progress.Tally.Completed / progress.Total);
                return new([
                    new Segment(new string(isUtf8 ? '█' : '#', full), new Style(Color.Green)),
                    new Segment(new string(isUtf8 ? '░' : '.', bar - full)),
                    new Segment($"{Gap}{text}"),
                ]);
            }
        }

        return new([new Segment(done)]);
    }

    private string? Left(TimeSpan now) =>
        progress.IsCancelled ? "cancelling" : progress.Left(now) is { } left ? $"about {Duration.Rough(left)} left" : null;

    private SegmentLine Counts()
    {
        SegmentLine row = [];
        foreach ((HostOutcome? outcome, int hosts, string name) in progress.Counts)
        {
            row.Add(new Segment(row.Count == 0 ? "" : ", "));
            row.Add(new Segment($"{hosts} {name}", outcome is { } known ? new Style(Outcomes.Colour(known)) : Style.Plain));
        }

        return row;
    }

    private IEnumerable<SegmentLine> Hosts(int most, int columns, TimeSpan now)
    {
        int count = progress.Running.Count;
        int shown = count > most && most > 1 ? most - 1 : Math.Min(most, count);
        RunningHost[] hosts = [.. progress.Running.Slowest(shown)];
        string[] times = [.. hosts.Select(host => Duration.Clock(now - host.Since))];
        int longest = times.Select(time => time.Length).DefaultIfEmpty().Max();
        foreach ((RunningHost host, string time) in hosts.Zip(times))
        {
            string before = $"{Indent}{time.PadLeft(longest)}{Gap}";
            string after = host.Attempt > 1 ? $", attempt {host.Attempt}" : "";
            // The name is cut first.
            string name = Clip(Shown(host.Name), Math.Max(columns - before.Length - after.Length, 0));
            yield return new([new Segment(before), new Segment(name), new Segment(after, new Style(Color.Yellow))]);
        }

        if (count > shown && most > 1)
        {
            yield return new([new Segment($"{Indent}and {count - shown} more")]);
        }
    }

    // What is not ASCII could be a control character to a terminal with another encoding.
    private string Shown(string name)
    {
        string line = Printable.Line(name);
        return isUtf8 ? line : string.Concat(line.EnumerateRunes().Select(rune => rune.IsAscii ? (char)rune.Value : '?'));
    }

    /// <summary>The row, or as much of it as fits, with an ellipsis.</summary>
    private SegmentLine Clip(SegmentLine row, int columns)
    {
        if (row.CellCount() <= columns)
        {
            return row;
        }

        SegmentLine clipped = [];
        int room = Math.Max(columns - Ellipsis.Length, 0);
        foreach (Segment segment in row)
        {
            clipped.Add(new Segment(Cut(segment.Text, room), segment.Style));
            room = Math.Max(room - segment.CellCount(), 0);
        }

        clipped.Add(new Segment(Cut(Ellipsis, columns)));
        return clipped;
    }

    private string Clip(string text, int columns) => string.Concat(Clip([new Segment(text)], columns).Select(segment => segment.Text));

    // Some characters take two columns, and some none.
    private static string Cut(string text, int columns)
    {
        StringBuilder cut = new();
        foreach (string character in text.EnumerateRunes().Select(rune => $"{rune}"))
        {
            columns -= character.GetCellWidth();
            if (columns < 0)
            {
                break;
            }

            cut.Append(character);
        }

        return cut.ToString();
    }
}
