using System.Globalization;

namespace RustInterop.Tests.Child;

/// <summary>The child processes of this process, including zombies.</summary>
internal static class Children
{
    internal static int Count() => Count(_ => true);

    internal static int CountZombies() => Count(status => status.Contains("\nState:\tZ", StringComparison.Ordinal));

    private static int Count(Func<string, bool> condition) =>
        Directory.EnumerateDirectories("/proc")
            .Where(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out _))
            .Select(StatusOf)
            .Count(status => status.Contains($"\nPPid:\t{Environment.ProcessId}\n", StringComparison.Ordinal) && condition(status));

    private static string StatusOf(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "status"));
        }
        catch (IOException)
        {
            // It has ended, so it was not a child of this process.
            return "";
        }
    }
}
