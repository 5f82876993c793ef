using System.Runtime.InteropServices;

namespace RustInterop.Fleet.Tool;

/// <summary>Lets a shell stop this process and continue it, as Ctrl-Z and <c>fg</c> do. The actions go on meanwhile.</summary>
internal sealed partial class JobControl : IDisposable
{
    private static readonly int Stop = OperatingSystem.IsMacOS() ? 17 : 19;

    private readonly PosixSignalRegistration? _stop;
    private readonly PosixSignalRegistration? _continue;

    /// <param name="stopping">Called before the process stops.</param>
    /// <param name="continued">Called when it continues.</param>
    public JobControl(Action stopping, Action continued)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        _stop = PosixSignalRegistration.Create(PosixSignal.SIGTSTP, context =>
        {
            context.Cancel = true;
            stopping();
            _ = Signal(Environment.ProcessId, Stop);
        });
        _continue = PosixSignalRegistration.Create(PosixSignal.SIGCONT, _ => continued());
    }

    public void Dispose()
    {
        _stop?.Dispose();
        _continue?.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}
