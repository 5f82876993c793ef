using System.Runtime.InteropServices;

namespace RustInterop.Benchmarks.FanOut;

/// <summary>Signals, of which .NET sends only SIGKILL.</summary>
internal static partial class SystemSignal
{
    private const int Termination = 15;

    internal static void Terminate(int process)
    {
        // That it has ended already is as well.
        _ = Send(process, Termination);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int Send(int process, int signal);
}
