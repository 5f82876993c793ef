using System.Runtime.InteropServices;

namespace RustInterop.Fleet.Tool;

/// <summary>SIGUSR1, by which somebody asks how far a run is, as with GNU parallel and dd.</summary>
internal static class UserSignal
{
    private const PosixSignal OnLinux = (PosixSignal)10;
    private const PosixSignal OnMacOS = (PosixSignal)30;

    /// <summary>Calls the action at each signal, until disposed of; null where there is no such signal.</summary>
    public static IDisposable? Handle(Action action)
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        return PosixSignalRegistration.Create(OperatingSystem.IsMacOS() ? OnMacOS : OnLinux, context =>
        {
            context.Cancel = true;
            action();
        });
    }
}
