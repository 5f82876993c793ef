using System.Diagnostics;
using System.Globalization;

namespace RustInterop.Build;

/// <summary>
/// One step of the build. It prints its name, how long it took, and a line every 15 seconds while it runs. What its tools
/// print goes to a log, and is shown only if the step fails.
/// </summary>
internal sealed class Step : IDisposable
{
    private const int TailLength = 80;
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(15);

    private readonly Lock _gate = new();
    private readonly Queue<string> _tail = new();
    private readonly StreamWriter _log;
    private string _lastLine = "";

    private Step(string name, CancellationToken cancellation)
    {
        Name = name;
        Cancellation = cancellation;
        LogPath = Path.Combine(Repository.Logs, name.Replace(' ', '-') + ".log");
        Directory.CreateDirectory(Repository.Logs);
        _log = new StreamWriter(LogPath);
    }

    public string Name { get; }

    public CancellationToken Cancellation { get; }

    public string LogPath { get; }

    public bool IsTailCut { get; private set; }

    public IReadOnlyCollection<string> Tail => _tail;

    public static async Task RunAsync(string name, Func<Step, Task> work, CancellationToken cancellation)
    {
        using Step step = new(name, cancellation);
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Console.WriteLine($"==> {name}");
        Stopwatch watch = Stopwatch.StartNew();
        Task heartbeat = step.BeatAsync(watch, ended.Token);
        try
        {
            await work(step);
        }
        catch (Exception exception) when (exception is BuildException or IOException or UnauthorizedAccessException)
        {
            throw new StepFailedException(step, exception);
        }
        finally
        {
            await ended.CancelAsync();
            await heartbeat;
        }

        Console.WriteLine($"    {name}: {Seconds(watch)}");
    }

    /// <summary>Logs a line that a tool printed. Thread-safe.</summary>
    public void Log(string line)
    {
        lock (_gate)
        {
            Write(line);
            _tail.Enqueue(line);
            if (_tail.Count > TailLength)
            {
                _tail.Dequeue();
                IsTailCut = true;
            }
        }
    }

    /// <summary>As <see cref="Log"/>, for a line that is not worth showing if the step fails. Thread-safe.</summary>
    public void LogProgress(string line)
    {
        lock (_gate)
        {
            Write(line);
            IsTailCut = true;
        }
    }

    /// <summary>Prints a line that should be seen even if all goes well.</summary>
    public static void Note(string text) => Console.WriteLine($"    {text}");

    public void Dispose() => _log.Dispose();

    private static string Seconds(Stopwatch watch) =>
        watch.Elapsed.TotalSeconds.ToString("0.0 s", CultureInfo.InvariantCulture);

    private void Write(string line)
    {
        _log.WriteLine(line);
        _lastLine = line.Trim();
    }

    private async Task BeatAsync(Stopwatch watch, CancellationToken ended)
    {
        using PeriodicTimer timer = new(HeartbeatInterval);
        try
        {
            while (await timer.WaitForNextTickAsync(ended))
            {
                string lastLine;
                lock (_gate)
                {
                    lastLine = _lastLine.Length > 80 ? _lastLine[..80] : _lastLine;
                }

                Console.WriteLine($"    {Name}: {Seconds(watch)} so far: {lastLine}");
            }
        }
        catch (OperationCanceledException)
        {
            // The step has ended.
        }
    }
}

/// <summary>A step failed: which one, why, and the end of its log.</summary>
internal sealed class StepFailedException(Step step, Exception cause) : Exception(cause.Message, cause)
{
    public void Report()
    {
        Console.WriteLine();
        foreach (string line in step.Tail)
        {
            Console.WriteLine($"    {line}");
        }

        if (step.IsTailCut)
        {
            Console.WriteLine($"    (all of it: {step.LogPath})");
        }

        Console.WriteLine($"FAILED: {step.Name}: {Message}");
    }
}

/// <summary>A failure that its message explains in full; no stack trace is needed.</summary>
internal sealed class BuildException(string message) : Exception(message);

/// <summary>Sequences of steps that run in parallel. The first failure ends the others.</summary>
internal static class Lanes
{
    public static async Task RunAsync(
        IReadOnlyList<Func<CancellationToken, Task>> lanes, CancellationToken cancellation)
    {
        using CancellationTokenSource failed = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        StepFailedException? first = null;
        await Task.WhenAll(lanes.Select(RunAsync));
        if (first is not null)
        {
            throw first;
        }

        cancellation.ThrowIfCancellationRequested();

        async Task RunAsync(Func<CancellationToken, Task> lane)
        {
            try
            {
                await lane(failed.Token);
            }
            catch (StepFailedException failure)
            {
                Interlocked.CompareExchange(ref first, failure, null);
                await failed.CancelAsync();
            }
            catch (OperationCanceledException) when (failed.IsCancellationRequested)
            {
                // Another lane failed, or the build was interrupted; both are handled above.
            }
        }
    }
}
