using System.Diagnostics;
using System.Globalization;

namespace RustInterop.Servers;

/// <summary>
/// A server that ends when this process does, however that ends. It has a session of its own, so Ctrl-C on the terminal does not reach
/// it. Thread-safe.
/// </summary>
internal sealed class GuardedProcess : IAsyncDisposable
{
    // Each line of the shell's input is a signal for the server. The input closes when this process ends. A death signal by prctl
    // would not do: it comes when the thread ends that has started the server.
    private const string Guard = """
        exec 2>&1 3<&0
        last=$1; shift
        sh -c 'echo $$; exec "$@"' sh "$@" 3<&- </dev/null & server=$!
        { while read -r signal <&3; do kill -s $signal $server; done; kill -s $last $server; } & guard=$!
        wait $server; status=$?
        kill $guard 2>&-
        exit $status
        """;

    private const int MostLines = 200;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    private readonly Lock _signalling = new();
    private readonly Process _shell;
    private readonly string _name;
    private readonly Queue<string> _lines = new();
    private readonly Task _reading;

    private GuardedProcess(Process shell, string name)
    {
        (_shell, _name) = (shell, name);
        Id = int.Parse(shell.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
        _reading = ReadAsync();
    }

    /// <summary>The id of the server's process.</summary>
    internal int Id { get; }

    /// <summary>The last lines that it printed.</summary>
    internal string Output
    {
        get
        {
            lock (_lines)
            {
                return string.Join('\n', _lines);
            }
        }
    }

    internal bool HasExited => _shell.HasExited;

    /// <param name="command">The program and its arguments.</param>
    /// <param name="endSignal">What ends it at once: <c>KILL</c>, say.</param>
    /// <param name="environment">Variables to set or, with null, to remove.</param>
    internal static GuardedProcess Start(
        IReadOnlyList<string> command, string endSignal, IReadOnlyDictionary<string, string?>? environment = null)
    {
        ProcessStartInfo start = new("setsid", ["sh", "-c", Guard, "sh", endSignal, .. command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach ((string name, string? value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        return new(Process.Start(start)!, Path.GetFileName(command[0]));
    }

    /// <summary>Sends a signal, such as <c>TERM</c>. Does nothing if it has exited.</summary>
    internal void Signal(string name)
    {
        lock (_signalling)
        {
            try
            {
                _shell.StandardInput.WriteLine(name);
                _shell.StandardInput.Flush();
            }
            catch (IOException)
            {
                // It has exited.
            }
        }
    }

    /// <summary>Waits until the server and all that share its output have ended.</summary>
    /// <returns>The exit code, or 128 and the number of the signal that has ended it.</returns>
    /// <exception cref="TimeoutException">It takes longer than <paramref name="most"/>.</exception>
    internal async Task<int> WaitForExitAsync(TimeSpan most)
    {
        try
        {
            await _reading.WaitAsync(most);
            await _shell.WaitForExitAsync().WaitAsync(most);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{_name} has not ended within {most.TotalSeconds} s:\n{Output}");
        }

        return _shell.ExitCode;
    }

    /// <summary>Waits until it has printed a text.</summary>
    /// <exception cref="InvalidOperationException">It has exited before.</exception>
    /// <exception cref="TimeoutException">It takes longer than <paramref name="most"/>.</exception>
    internal async Task WaitForOutputAsync(string text, TimeSpan most)
    {
        long begin = Stopwatch.GetTimestamp();
        while (!Output.Contains(text, StringComparison.Ordinal))
        {
            if (_reading.IsCompleted)
            {
                throw new InvalidOperationException($"{_name} ended with exit code {await WaitForExitAsync(most)}:\n{Output}");
            }

            if (Stopwatch.GetElapsedTime(begin) > most)
            {
                throw new TimeoutException($"{_name} has not said \"{text}\" within {most.TotalSeconds} s:\n{Output}");
            }

            await Task.Delay(Interval);
        }
    }

    /// <summary>Ends it at once, and waits for that.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_signalling)
        {
            _shell.StandardInput.Close();
        }

        await _reading;
        await _shell.WaitForExitAsync();
        _shell.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _shell.StandardOutput.ReadLineAsync() is { } line)
        {
            lock (_lines)
            {
                _lines.Enqueue(line);
                if (_lines.Count > MostLines)
                {
                    _lines.Dequeue();
                }
            }
        }
    }
}
