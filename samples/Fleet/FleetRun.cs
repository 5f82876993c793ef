using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using RustInterop;
using RustInterop.Fleet;

namespace Fleet;

/// <summary>One run over the hosts, watched and cancellable.</summary>
internal static class FleetRun
{
    /// <summary>Runs the action and returns the exit code.</summary>
    public static async Task<int> RunAsync(ProcedureInput input, bool json)
    {
        using Interrupt interrupt = new();
        IView view = View.Create(input, showsOutput: !json, interrupt.Token);
        long start = Stopwatch.GetTimestamp();
        ProcedureOutput output = await view.WatchAsync(() => CallAsync(input, view, interrupt.Token)).ConfigureAwait(false);
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

    private static async Task<ProcedureOutput> CallAsync(ProcedureInput input, IView view, CancellationToken cancellation)
    {
        try
        {
            return await Rust.StartProcedureAsync(input, view, cancellation).ConfigureAwait(false);
        }
        catch (ProcedureCanceledException exception)
        {
            return exception.Output;
        }
    }

    private static void Write(ProcedureOutput output)
    {
        // Past Console.Out, whose encoding is the terminal's: JSON is UTF-8.
        StandardStream stdout = StandardStreams.Output;
        JsonSerializer.Serialize(stdout, output, ProcedureJson.Output);
        stdout.Write("\n"u8);
    }
}

/// <summary>What the program ends with.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>Not all hosts succeeded.</summary>
    public const int Failure = 1;

    /// <summary>Nothing was run: what was asked for cannot be done.</summary>
    public const int BadInput = 2;

    /// <summary>What the hosts did is not known, or not shown, in full.</summary>
    public const int Incomplete = 3;

    /// <summary>As a shell reports a program that Ctrl-C has ended.</summary>
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
/// Turns the first Ctrl-C, request to terminate or loss of the terminal into a cancelled token. The second one ends the
/// process at once, as it would have without us.
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
        // A handler may have begun before its registration was gone.
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
                // What the token wakes may hang on a pipe that nobody reads. The second signal must get through even then.
                _ = _cancellation.CancelAsync();
                return;
            }
        }

        ShowCursor();
    }

    // The live view hides it, and will not come to show it again.
    private static void ShowCursor()
    {
        if (!Console.IsErrorRedirected)
        {
            StandardStreams.Error.Write("\u001b[?25h"u8);
        }
    }
}
