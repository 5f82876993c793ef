using RustInterop;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Fleet;

/// <summary>
/// For terminals: a bar that stays at the bottom, above it what the hosts say and which of them fail, and a table at the
/// end.
/// </summary>
internal sealed class LiveView(IAnsiConsole console, ProcedureInput input, bool showsOutput, CancellationToken cancellation) : IView
{
    private const int MostNames = 100;

    private readonly Tally _tally = new(input, cancellation);
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

    public void Report(ProcedureProgress value)
    {
        _tally.Add(value.Host.Outcome);
        _bar!.Value = _tally.Completed;
        _bar.Description = $"{_tally}";
        if (showsOutput)
        {
            Show(HostLine.Stdout(value.Host), Color.Blue);
            Show(HostLine.Stderr(value.Host), Color.Red);
        }

        if (value.Host.Outcome != HostOutcome.Succeeded || value.Host.Truncated)
        {
            console.Write(new TerminalLine(HostSentence.Of(value.Host), Outcomes.Colour(value.Host.Outcome), ""));
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
                new Text(Summary.Names(group, MostNames)));
        }

        if (summary.Groups.Count > 0)
        {
            console.Write(table);
        }

        console.WriteLine(summary.Sentence);
    }

    private void Show(IEnumerable<HostLine> lines, Color colour)
    {
        IRenderable[] rows = [.. lines.Select(line => new TerminalLine($"{line.Host}: ", colour, line.Text))];
        if (rows.Length > 0)
        {
            console.Write(new Rows(rows));
        }
    }

    private void ShowCancelling() => console.Write(new TerminalLine(Notices.Cancelling, Color.Yellow, ""));
}
