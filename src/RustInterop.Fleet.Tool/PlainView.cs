using System.Diagnostics;

namespace RustInterop.Fleet.Tool;

/// <summary>
/// For pipes and logs: a line for each finished host, without escape sequences. On SIGUSR1, it also says which hosts still run.
/// </summary>
internal sealed class PlainView(RunProgress progress, CancellationToken cancellation) : IView
{
    private readonly Lock _gate = new();
    private readonly HostLog _log = new();
    private readonly long _start = Stopwatch.GetTimestamp();

    private TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

    public async Task<EndedRun> WatchAsync(Func<Task<EndedRun>> run)
    {
        using CancellationTokenRegistration notice = cancellation.Register(() => Say(Notices.Cancelling));
        using IDisposable? request = UserSignal.Handle(ShowRunning);
        return await run().ConfigureAwait(false);
    }

    // In a single write, so that no other thread prints between the lines.
    public void Show(OutputStream stream, IReadOnlyList<HostLine> lines) =>
        (stream == OutputStream.Stdout ? Console.Out : Console.Error).Write(string.Concat(lines.Select(line => $"{line}\n")));

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

        if (_log.Line(value.Host) is { } line)
        {
            Console.Error.WriteLine($"[{value.Completed}/{value.Total}] {line}");
        }
    }

    public void Say(string line) => Console.Error.WriteLine(line);

    public void Summarise(Summary summary) => summary.Write(Console.Error);

    private void ShowRunning()
    {
        string lines;
        lock (_gate)
        {
            lines = progress.Describe(Elapsed);
        }

        Console.Error.Write(lines);
    }
}
