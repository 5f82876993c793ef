using System.Globalization;

namespace RustInterop.Tests.Child;

/// <summary>What this process has: memory, children, descriptors. From /proc.</summary>
internal static class ProcessState
{
    /// <summary>Without garbage that .NET has not collected yet, of which there is more on a machine with a larger cache.</summary>
    internal static long ResidentKilobytesAfterCollection()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return ResidentKilobytes();
    }

    internal static long ResidentKilobytes()
    {
        string line = File.ReadLines("/proc/self/status").Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    /// <summary>Dead or alive.</summary>
    internal static int CountChildren() => CountChildren(_ => true);

    internal static int CountZombies() => CountChildren(status => status.Contains("\nState:\tZ", StringComparison.Ordinal));

    /// <summary>
    /// Counts pipes, signals and files without a name. Assemblies don't count: the runtime opens them as it needs them, and
    /// keeps them open.
    /// </summary>
    internal static int CountDescriptors() =>
        Directory.GetFileSystemEntries("/proc/self/fd")
            .Select(descriptor => new FileInfo(descriptor).LinkTarget ?? "")
            .Count(target => !target.StartsWith('/') || target.StartsWith("/memfd:", StringComparison.Ordinal));

    private static int CountChildren(Func<string, bool> condition) =>
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
            // It has ended, so it was not a child of this process: that would be a zombie.
            return "";
        }
    }
}
