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
            string stat = Read(Text(process), "stat");
            // The name, in brackets, may contain anything. The state and the parent follow it.
            string[] fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length > 1)
            {
                parents[process] = int.Parse(fields[1], CultureInfo.InvariantCulture);
            }
        }

        return parents;
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
