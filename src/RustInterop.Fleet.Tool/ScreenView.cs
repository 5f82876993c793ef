using System.Diagnostics;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace RustInterop.Fleet.Tool;

/// <summary>
/// For terminals: rows at the bottom that say how far the run is and which hosts are slow, above them the hosts' output and the
/// hosts that fail, and a table at the end.
/// </summary>
internal sealed class ScreenView(Terminal terminal, RunProgress progress, Interrupt interrupt) : IView
{
    // So that a flood of lines is written in few pieces, but a slow terminal slows the run down.
    private const int MostWaiting = 1 << 16;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly HostLog _log = new();
    private readonly Screen _screen = new(Terminal.Write);
    private readonly ScreenRows _rows = new(progress, Terminal.IsUtf8);
    private readonly long _start = Stopwatch.GetTimestamp();
    private bool _isPaused;

    private TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

    public async Task<EndedRun> WatchAsync(Func<Task<EndedRun>> run)
    {
        using CancellationTokenRegistration notice = interrupt.Token.Register(ShowCancelling);
        using IDisposable ending = interrupt.BeforeTheEnd(Remove);
        using IDisposable? request = UserSignal.Handle(ShowRunning);
        using JobControl control = new(Pause, Resume);
        Timer timer = new(_ => Refresh(), state: null, Interval, Interval);
        try
        {
            return await run().ConfigureAwait(false);
        }
        finally
        {
            await timer.DisposeAsync().ConfigureAwait(false);
            Clear();
        }
    }

    public void Show(OutputStream stream, IReadOnlyList<HostLine> lines)
    {
        if (lines.Count == 0)
        {
            return;
        }

        Style colour = new(stream == OutputStream.Stdout ? Color.Blue : Color.Red);
        Print(lines.SelectMany(line => new[] { new Segment($"{line.Host}: ", colour), new Segment($"{line.Text}\n") }));
    }

    public void Report(HostStart value)
    {
        lock (_gate)
        {
            progress.Add(value, Elapsed);
        }
    }

    public void Report(ProcedureProgress value)
    {
        lock (_gate)
        {
            progress.Add(value.Host);
        }

        bool isWell = value.Host is { Outcome: HostOutcome.Succeeded, Truncated: false };
        if (!isWell && _log.Line(value.Host) is { } line)
        {
            Print([new Segment($"{line}\n", new Style(Outcomes.Colour(value.Host.Outcome)))]);
        }
    }

    public void Say(string line) => Print([new Segment($"{line}\n", new Style(Color.Yellow))]);

    public void Summarise(Summary summary)
    {
        Table table = new Table().Border(Terminal.IsUtf8 ? TableBorder.Rounded : TableBorder.Ascii).AddColumns("outcome", "hosts", "names");
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
            terminal.Write(table);
        }

        Console.Error.WriteLine(summary.Sentence);
    }

    /// <summary>Prints at the next refresh, or now if much waits for it.</summary>
    private void Print(IEnumerable<Segment> text)
    {
        lock (_gate)
        {
            _screen.Add(terminal.Render(text));
            if (_screen.WaitingCharacters > MostWaiting)
            {
                Draw();
            }
        }
    }

    private void ShowCancelling()
    {
        lock (_gate)
        {
            progress.IsCancelled = true;
        }

        Say(Notices.Cancelling);
    }

    private void ShowRunning()
    {
        lock (_gate)
        {
            _screen.Add(progress.Describe(Elapsed));
        }
    }

    private void Refresh()
    {
        // While a slow terminal takes the last refresh, there is no need for another.
        if (_gate.TryEnter())
        {
            try
            {
                Draw();
            }
            finally
            {
                _gate.Exit();
            }
        }
    }

    private void Draw()
    {
        (int width, int height) = Terminal.Size;
        bool isShown = !_isPaused && Terminal.IsForeground;
        IReadOnlyList<SegmentLine> rows = isShown ? _rows.For(width, height, Elapsed) : [];
        if (isShown)
        {
            Echo.TurnOff();
        }
        else
        {
            Echo.TurnOn();
        }

        _screen.Show([.. rows.Select(row => terminal.Render(row))], (width, height));
    }

    private void Clear()
    {
        lock (_gate)
        {
            _screen.Show([], Terminal.Size);
            Echo.TurnOn();
        }
    }

    private void Pause()
    {
        lock (_gate)
        {
            _isPaused = true;
            Draw();
        }
    }

    // A shell has written something meanwhile.
    private void Resume()
    {
        lock (_gate)
        {
            _isPaused = false;
            _screen.Abandon();
        }
    }

    // Without the lock, which a thread may hold that waits for the terminal.
    private static void Remove()
    {
        Echo.TurnOn();
        Terminal.Write(Screen.Removal);
    }
}
