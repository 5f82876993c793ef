using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace RustInterop.Fleet.Tool;

/// <summary>One run over the hosts, with progress and cancellation.</summary>
internal static class FleetRun
{
    /// <summary>Runs the action and returns the exit code.</summary>
    public static async Task<int> RunAsync(ProcedureInput input, HostList hosts, bool json)
    {
        using Interrupt interrupt = new();
        IView view = View.Create(input, showsOutput: !json, interrupt.Token);
        NamedHosts named = new(hosts, view);
        long start = Stopwatch.GetTimestamp();
        ProcedureOutput output = await view.WatchAsync(() => CallAsync(input, named, interrupt.Token)).ConfigureAwait(false);
        Summary summary = new(output, Stopwatch.GetElapsedTime(start));
        view.Summarise(summary);
        if (json)
        {
            Write(output);
        }
        else if (StandardStreams.Error.Failure is not null)
        {
            summary.Write(Console.Out);
        }

        return ExitCode.Of(output);
    }

    private static async Task<ProcedureOutput> CallAsync(ProcedureInput input, NamedHosts view, CancellationToken cancellation)
    {
        try
        {
            return view.Named(await Rust.StartProcedureAsync(input, view, cancellation).ConfigureAwait(false));
        }
        catch (ProcedureCanceledException exception)
        {
            return view.Named(exception.Output);
        }
    }

    private static void Write(ProcedureOutput output)
    {
        // Not through Console.Out, because JSON is UTF-8 and the terminal may use another encoding.
        StandardStream stdout = StandardStreams.Output;
        JsonSerializer.Serialize(stdout, output, ProcedureJson.Output);
        stdout.Write("\n"u8);
    }
}

/// <summary>The exit codes of the program.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>Not all hosts succeeded.</summary>
    public const int Failure = 1;

    /// <summary>Nothing was run, because the input is not usable.</summary>
    public const int BadInput = 2;

    /// <summary>Not all of the result is known, or could be shown.</summary>
    public const int Incomplete = 3;

    /// <summary>What a shell reports for a program that Ctrl-C has ended.</summary>
    public const int Cancelled = 130;

    public static int Of(ProcedureOutput output)
    {
        if (output.Result == ProcedureResult.Cancelled)
        {
            return Cancelled;
        }

        return output.Hosts.All(host => host.Outcome == HostOutcome.Succeeded) ? Success : Failure;
    }
}

/// <summary>
/// Cancels a token at the first Ctrl-C, SIGTERM or loss of the terminal. The second one ends the process at once, as it would
/// without this class.
/// </summary>
internal sealed class Interrupt : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _cancellation = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private readonly PosixSignalRegistration _hangUp;
    private bool _disposed;

    public Interrupt()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle);
        _hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Handle);
    }

    public CancellationToken Token => _cancellation.Token;

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _hangUp.Dispose();
        // A handler may still be running.
        lock (_gate)
        {
            _disposed = true;
            _cancellation.Dispose();
        }
    }

    private void Handle(PosixSignalContext context)
    {
        lock (_gate)
        {
            if (!_disposed && !_cancellation.IsCancellationRequested)
            {
                context.Cancel = true;
                // Not synchronously: a callback may block on a pipe that nobody reads, and the second signal must still work.
                _ = _cancellation.CancelAsync();
                return;
            }
        }

        ShowCursor();
    }

    // The live view hides the cursor, and gets no chance to show it again.
    private static void ShowCursor()
    {
        if (!Console.IsErrorRedirected)
        {
            StandardStreams.Error.Write("\u001b[?25h"u8);
        }
    }
}
