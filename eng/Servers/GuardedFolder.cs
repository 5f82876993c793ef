using System.Diagnostics;

namespace RustInterop.Servers;

/// <summary>A temporary folder that is deleted when this process ends, however that ends.</summary>
internal sealed class GuardedFolder : IAsyncDisposable
{
    // Processes that are killed at the same time may still write to it.
    private const string Guard = """
        read -r _
        for _ in 1 2 3 4 5 6 7 8 9 10; do rm -rf "$1" 2>&- && break; sleep 1; done
        """;

    private readonly Process _shell;

    internal GuardedFolder()
    {
        FullName = Directory.CreateTempSubdirectory("rust-interop-").FullName;
        _shell = Process.Start(new ProcessStartInfo("setsid", ["sh", "-c", Guard, "sh", FullName]) { RedirectStandardInput = true })!;
    }

    internal string FullName { get; }

    internal string PathOf(string name) => Path.Combine(FullName, name);

    public async ValueTask DisposeAsync()
    {
        _shell.StandardInput.Close();
        await _shell.WaitForExitAsync();
        _shell.Dispose();
    }
}
