using System.Diagnostics;
using System.Globalization;

namespace RustInterop.Build;

/// <summary>
/// One step of the build: announced by name, timed, with a sign of life while it lasts. What its tools say goes to a log
/// and is shown only when the step fails.
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

    /// <summary>Takes a line that a tool wrote. Thread-safe.</summary>
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

    /// <summary>As <see cref="Log"/>, for a line that nobody misses when the step fails. Thread-safe.</summary>
    public void LogProgress(string line)
    {
        lock (_gate)
        {
            Write(line);
            IsTailCut = true;
        }
    }

    /// <summary>Tells whoever runs the build something that they should see even when all goes well.</summary>
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
