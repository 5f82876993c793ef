using System.Runtime.InteropServices;

namespace RustInterop.Fleet.Tool;

/// <summary>
/// Cancels a token at the first of some signals. The second one ends the process at once, as it would without this class, and so do
/// the other signals that end it.
/// </summary>
internal sealed class Interrupt : IDisposable
{
    private readonly PosixSignal[] _cancelling;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _cancellation = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private readonly PosixSignalRegistration _hangUp;
    private readonly PosixSignalRegistration _quit;
    private volatile Action? _beforeTheEnd;
    private bool _disposed;

    private Interrupt(params PosixSignal[] cancelling)
    {
        _cancelling = cancelling;
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle);
        _hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Handle);
        _quit = PosixSignalRegistration.Create(PosixSignal.SIGQUIT, _ => _beforeTheEnd?.Invoke());
    }

    /// <summary>Ctrl-C, SIGTERM and the loss of the terminal: what runs could not go on without this process.</summary>
    public static Interrupt ByAny() => new(PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP);

    /// <summary>Only Ctrl-C, which somebody has pressed.</summary>
    public static Interrupt ByCtrlC() => new(PosixSignal.SIGINT);

    /// <summary>None: the token is never cancelled.</summary>
    public static Interrupt ByNone() => new();

    public CancellationToken Token => _cancellation.Token;

    /// <summary>
    /// Has a signal that ends the process at once call this first, until the result is disposed of. Any other thread may be
    /// anywhere meanwhile.
    /// </summary>
    public IDisposable BeforeTheEnd(Action action)
    {
        _beforeTheEnd = action;
        return new Reset(this);
    }

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _hangUp.Dispose();
        _quit.Dispose();
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
            if (_cancelling.Contains(context.Signal) && !_disposed && !_cancellation.IsCancellationRequested)
            {
                context.Cancel = true;
                // Not synchronously: a callback may block on a pipe that nobody reads, and the second signal must still work.
                _ = _cancellation.CancelAsync();
                return;
            }
        }

        _beforeTheEnd?.Invoke();
    }

    private sealed class Reset(Interrupt interrupt) : IDisposable
    {
        public void Dispose() => interrupt._beforeTheEnd = null;
    }
}
