using System.Diagnostics;
using System.Text;

namespace RustInterop.Tests.Support;

/// <summary>A unique text in the environment of a test's processes, by which the test finds them again.</summary>
internal sealed class Marker
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    internal string Text { get; } = $"marker-{Guid.NewGuid():N}";

    /// <summary>Shell code that adds it to the environment of everything that follows.</summary>
    internal string Export => $"export MARKER={Text}; ";

    /// <summary>The running processes with the marker in their environment or on their command line.</summary>
    internal IReadOnlyList<string> Processes() => ProcessesWith(Text);

    /// <inheritdoc cref="Processes"/>
    internal static IReadOnlyList<string> ProcessesWith(string text) =>
        [.. Directory.EnumerateDirectories("/proc")
            .Where(folder => int.TryParse(Path.GetFileName(folder), out int id) && id != Environment.ProcessId)
            .Where(folder => !IsZombie(folder))
            .Where(folder => Read(folder, "environ").Contains(text) || Read(folder, "cmdline").Contains(text))
            .Select(folder => $"{Path.GetFileName(folder)}: {Read(folder, "cmdline").Replace('\0', ' ')}")];

    /// <summary>Ends the processes with the marker.</summary>
    internal void End()
    {
        foreach (string process in Processes())
        {
            Process.GetProcessById(int.Parse(process.Split(':')[0])).Kill();
        }
    }

    /// <summary>Waits for something that is certain to happen, but not when.</summary>
    internal static async Task WaitUntilAsync(Func<bool> condition, string what)
    {
        using CancellationTokenSource timeout = new(Timeout);
        while (!condition())
        {
            timeout.IsCancellationRequested.Should().BeFalse("the test waits until {0}", what);
            await Task.Delay(50);
        }
    }

    // If process 1 does not reap orphans, zombies stay listed.
    private static bool IsZombie(string folder) => Read(folder, "status").Contains("\nState:\tZ");

    // A process may end between being listed and being read.
    private static string Read(string folder, string file)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(folder, file)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
