using System.Globalization;

namespace RustInterop.Benchmarks.FanOut;

/// <summary>What /proc tells of a process.</summary>
internal static class ProcessStatus
{
    /// <returns>The amount in a line of its status, or null where the process is gone.</returns>
    internal static long? Bytes(string process, string name)
    {
        string? line = Read(process, "status").Split('\n')
            .FirstOrDefault(line => line.StartsWith($"{name}:", StringComparison.Ordinal));
        return line is null
            ? null
            : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }

    /// <returns>The ids of all processes with their parents'.</returns>
    internal static Dictionary<int, int> Parents()
    {
        Dictionary<int, int> parents = [];
        foreach (int process in All())
        {
            string stat = Read(Text(process), "stat");
            // The name, in brackets, may have anything in it; the state and the parent follow.
            string[] fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length > 1)
            {
                parents[process] = int.Parse(fields[1], CultureInfo.InvariantCulture);
            }
        }

        return parents;
    }

    /// <returns>The ids of those with a text in their command line.</returns>
    internal static IReadOnlyList<int> With(string text) =>
        [.. All().Where(process => Read(Text(process), "cmdline").Contains(text, StringComparison.Ordinal))];

    /// <returns>The program's name; empty where the process is gone.</returns>
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
            // It has ended meanwhile, or is another user's.
            return "";
        }
    }
}
