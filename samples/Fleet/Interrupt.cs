using System.Runtime.InteropServices;

namespace Fleet;

/// <summary>
/// Turns the first Ctrl-C, or the first request to terminate, into a cancelled token. The second one ends the process
/// at once, as it would have without us.
/// </summary>
internal sealed class Interrupt : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _cancellation = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private bool _disposed;

    public Interrupt()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle);
    }

    public CancellationToken Token => _cancellation.Token;

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
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
            using Stream stderr = StandardError.Open();
            stderr.Write("\u001b[?25h"u8);
        }
    }
}
