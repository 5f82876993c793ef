using System.Globalization;

namespace RustInterop.Tests.Support;

/// <summary>A terminal of its own, in which a test runs a command, presses keys and looks at what is shown. It needs tmux.</summary>
internal sealed class TmuxTerminal : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();

    private TmuxTerminal()
    {
    }

    /// <summary>Runs a shell script, in which <c>"$@"</c> is the command line.</summary>
    /// <param name="width">The columns.</param>
    /// <param name="height">The rows.</param>
    /// <param name="script">The script. What it leaves is shown until the end of the test.</param>
    /// <param name="commandLine">A program with its arguments.</param>
    /// <param name="environment">Further variables, as <c>NAME=VALUE</c>. Without any, it has colours and UTF-8.</param>
    public static async Task<TmuxTerminal> RunAsync(
        int width, int height, string script, IEnumerable<string> commandLine, params string[] environment)
    {
        TmuxTerminal terminal = new();
        await terminal.TmuxAsync(
            ["-f", "/dev/null", "new-session", "-d", "-x", Text(width), "-y", Text(height),
            "env", "-u", "NO_COLOR", "LC_ALL=C.UTF-8", "TERM=tmux-256color", .. environment,
            "sh", "-c", $"{script}\nexec sleep 1000", "sh", .. commandLine]);
        return terminal;
    }

    public Task ResizeAsync(int width, int height) => TmuxAsync("resize-window", "-x", Text(width), "-y", Text(height));

    /// <summary>Presses keys, such as <c>C-c</c> and <c>Enter</c>.</summary>
    public Task PressAsync(params string[] keys) => TmuxAsync(["send-keys", .. keys]);

    /// <summary>Presses a key, and a moment later again.</summary>
    public Task PressTwiceAsync(string key) => TmuxAsync("send-keys", key, ";", "run-shell", "sleep 0.05", ";", "send-keys", key);

    /// <summary>Whether the cursor is shown.</summary>
    public async Task<bool> HasCursorAsync() => await TmuxAsync("display-message", "-p", "#{cursor_flag}") == "1\n";

    /// <summary>What has been shown, with the escape sequences for colours.</summary>
    public Task<string> CaptureWithColoursAsync() => TmuxAsync("capture-pane", "-p", "-e", "-S", "-");

    /// <summary>Waits until something is shown.</summary>
    /// <param name="condition">It gets all rows, those too that have moved out above, but no empty ones at the end.</param>
    /// <param name="what">What it waits for, for the error.</param>
    public async Task<string> WaitAsync(Func<string, bool> condition, string what)
    {
        using CancellationTokenSource end = new(Patience);
        string shown = "";
        while (!end.IsCancellationRequested)
        {
            shown = (await TmuxAsync("capture-pane", "-p", "-S", "-")).TrimEnd('\n');
            if (condition(shown))
            {
                return shown;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException($"Not within {Patience.TotalSeconds} s: {what}\nLast shown:\n{shown}");
    }

    /// <summary>Waits until this is shown somewhere.</summary>
    public Task<string> WaitForAsync(string part) =>
        WaitAsync(shown => shown.Contains(part, StringComparison.Ordinal), $"'{part}' is shown");

    public async ValueTask DisposeAsync()
    {
        await TmuxAsync("kill-server");
        _folder.Dispose();
    }

    private Task<string> TmuxAsync(params string[] arguments) =>
        Command.OutputOfAsync("env", ["-u", "TMUX", "LC_ALL=C.UTF-8", "tmux", "-u", "-S", _folder.PathOf("socket"), .. arguments]);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
