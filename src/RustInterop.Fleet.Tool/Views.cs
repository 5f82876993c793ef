using Spectre.Console;
using Spectre.Console.Rendering;

namespace RustInterop.Fleet.Tool;

/// <summary>
/// Shows a run to a person or in a log. Hosts are reported as they end, one after another, and the run waits for the view. So a
/// slow reader slows down the run, and output does not pile up in memory.
/// </summary>
internal interface IView : IProgress<ProcedureProgress>
{
    /// <summary>Shows lines that a host has written.</summary>
    void Show(OutputStream stream, IReadOnlyList<HostLine> lines);

    /// <summary>Runs the procedure and shows its progress.</summary>
    Task<ProcedureOutput> WatchAsync(Func<Task<ProcedureOutput>> run);

    /// <summary>Shows how it ended.</summary>
    void Summarise(Summary summary);
}

/// <summary>
/// Chooses the view. The hosts' standard output goes to ours and everything else to standard error, so that a pipe gets only the
/// hosts' output.
/// </summary>
internal static class View
{
    public static IView Create(ProcedureInput input, Reports reports, CancellationToken cancellation)
    {
        // If the hosts' lines are piped to a program, it may print on the same screen, over the bar.
        bool ownsScreen = !Console.IsErrorRedirected && reports.MayDraw && !(reports.ShowsLines && Console.IsOutputRedirected);
        return ownsScreen && CreateConsole() is { Profile.Capabilities.Ansi: true } console
            ? new LiveView(console, input, cancellation)
            : new PlainView(cancellation);
    }

    private static IAnsiConsole CreateConsole() => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(Console.Error),
        Interactive = InteractionSupport.Yes,
    });
}

/// <summary>For pipes and logs: a line for each finished host, without escape sequences.</summary>
internal sealed class PlainView(CancellationToken cancellation) : IView
{
    private readonly HostLog _log = new();

    public async Task<ProcedureOutput> WatchAsync(Func<Task<ProcedureOutput>> run)
    {
        using CancellationTokenRegistration notice = cancellation.Register(NoticeCancel);
        return await run().ConfigureAwait(false);
    }

    // In a single write, so that no other thread prints between the lines.
    public void Show(OutputStream stream, IReadOnlyList<HostLine> lines) =>
        (stream == OutputStream.Stdout ? Console.Out : Console.Error).Write(string.Concat(lines.Select(line => $"{line}\n")));

    public void Report(ProcedureProgress value)
    {
        if (_log.Line(value.Host) is { } line)
        {
            Console.Error.WriteLine($"[{value.Completed}/{value.Total}] {line}");
        }
    }

    public void Summarise(Summary summary) => summary.Write(Console.Error);

    private static void NoticeCancel() => Console.Error.WriteLine(Notices.Cancelling);
}

/// <summary>
/// For terminals: a progress bar that stays at the bottom, above it the hosts' output and the hosts that fail, and a table at
/// the end.
/// </summary>
internal sealed class LiveView(IAnsiConsole console, ProcedureInput input, CancellationToken cancellation) : IView
{
    private readonly Tally _tally = new(input, cancellation);
    private readonly HostLog _log = new();
    private ProgressTask? _bar;

    public async Task<ProcedureOutput> WatchAsync(Func<Task<ProcedureOutput>> run)
    {
        using CancellationTokenRegistration notice = cancellation.Register(ShowCancelling);
        return await console.Progress()
            .AutoClear(true)
            .Columns(new ProgressBarColumn(), new TaskDescriptionColumn(), new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                _bar = context.AddTask($"{_tally}", maxValue: Math.Max(1, input.HostList.Count));
                return await run().ConfigureAwait(false);
            }).ConfigureAwait(false);
    }

    public void Show(OutputStream stream, IReadOnlyList<HostLine> lines)
    {
        Color colour = stream == OutputStream.Stdout ? Color.Blue : Color.Red;
        IRenderable[] rows = [.. lines.Select(line => new TerminalLine($"{line.Host}: ", colour, line.Text))];
        if (rows.Length > 0)
        {
            console.Write(new Rows(rows));
        }
    }

    public void Report(ProcedureProgress value)
    {
        _tally.Add(value.Host.Outcome);
        _bar!.Value = _tally.Completed;
        _bar.Description = $"{_tally}";
        bool isWell = value.Host is { Outcome: HostOutcome.Succeeded, Truncated: false };
        if (!isWell && _log.Line(value.Host) is { } line)
        {
            console.Write(new TerminalLine(line, Outcomes.Colour(value.Host.Outcome), ""));
        }
    }

    public void Summarise(Summary summary)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumns("outcome", "hosts", "names");
        table.Columns[1].RightAligned();
        foreach (IGrouping<HostOutcome, HostResult> group in summary.Groups)
        {
            table.AddRow(
                new Text(Outcomes.Name(group.Key), new Style(Outcomes.Colour(group.Key))),
                new Text($"{group.Count()}"),
                new Text(Summary.Names(group, Summary.MostNamesOnScreen)));
        }

        if (summary.Groups.Count > 0)
        {
            console.Write(table);
        }

        console.WriteLine(summary.Sentence);
    }

    private void ShowCancelling() => console.Write(new TerminalLine(Notices.Cancelling, Color.Yellow, ""));
}

/// <summary>
/// A line that is not parsed as markup and not wrapped at the terminal's width, so that it can be copied.
/// </summary>
internal sealed class TerminalLine(string label, Color colour, string text) : Renderable
{
    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
    [
        // The bar that was here may have been longer.
        Segment.Control("\u001b[2K"),
        new Segment(label, new Style(colour)),
        new Segment(text),
        Segment.LineBreak,
    ];
}

/// <summary>Messages of both views.</summary>
internal static class Notices
{
    public const string Cancelling = "Cancelling. Press Ctrl-C again to end at once.";
}
