using System.Globalization;

namespace RustInterop.Benchmarks.FanOut;

/// <summary>What /proc reports of a process.</summary>
internal static class ProcessStatus
{
    /// <returns>The amount in that line of its status, or null if the process is gone.</returns>
    internal static long? Bytes(string process, string name)
    {
        string? line = Read(process, "status").Split('\n')
            .FirstOrDefault(line => line.StartsWith($"{name}:", StringComparison.Ordinal));
        return line is null
            ? null
            : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }

    /// <returns>The parent of every process, by id.</returns>
    internal static Dictionary<int, int> Parents()
    {
        Dictionary<int, int> parents = [];
        foreach (int process in All())
        {
            string[] fields = Fields(process);
            if (fields.Length > 1)
            {
                parents[process] = int.Parse(fields[1], CultureInfo.InvariantCulture);
            }
        }

        return parents;
    }

    /// <returns>The fields of its stat from the state on; none if the process is gone.</returns>
    internal static string[] Fields(int process)
    {
        string stat = Read(Text(process), "stat");
        // The name, in brackets, may contain anything.
        return stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <returns>The ids of the processes with that text in their command line.</returns>
    internal static IReadOnlyList<int> With(string text) =>
        [.. All().Where(process => Read(Text(process), "cmdline").Contains(text, StringComparison.Ordinal))];

    /// <returns>The program's name; empty if the process is gone.</returns>
    internal static string Program(int process) => Read(Text(process), "comm").TrimEnd();

    internal static string Text(int process) => process.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<int> All() => Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), out int process) ? process : 0).Where(process => process > 0);

    private static string Read(string process, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/{file}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile, or belongs to another user.
            return "";
        }
    }
}

/// <summary>Polls how much memory a process and its descendants use.</summary>
internal sealed class TreeMemory
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <summary>The most bytes that any of them had.</summary>
    internal long Largest { get; private set; }

    /// <summary>The most bytes that all had together. A shared page counts once for each process.</summary>
    internal long Together { get; private set; }

    /// <summary>Polls until the work has ended.</summary>
    /// <param name="work">Starts the process and passes on its id.</param>
    internal async Task WatchAsync(Func<Action<int>, Task> work)
    {
        int root = 0;
        Task ended = work(process => root = process);
        while (!ended.IsCompleted)
        {
            if (root != 0)
            {
                Poll(root);
            }

            await Task.WhenAny(ended, Task.Delay(Interval)).ConfigureAwait(false);
        }

        await ended.ConfigureAwait(false);
    }

    private void Poll(int root)
    {
        Dictionary<int, int> parents = ProcessStatus.Parents();
        long together = 0;
        foreach (int process in parents.Keys.Where(process => IsOf(process, root, parents)))
        {
            Largest = long.Max(Largest, ProcessStatus.Bytes(ProcessStatus.Text(process), "VmHWM") ?? 0);
            together += ProcessStatus.Bytes(ProcessStatus.Text(process), "VmRSS") ?? 0;
        }

        Together = long.Max(Together, together);
    }

    private static bool IsOf(int process, int root, Dictionary<int, int> parents)
    {
        while (process != root)
        {
            if (!parents.TryGetValue(process, out process))
            {
                return false;
            }
        }

        return true;
    }
}
