using System.Runtime.InteropServices;

namespace RustInterop.Fleet.Tool;

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
