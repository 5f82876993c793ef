using System.Globalization;

namespace RustInterop.Build.Crashes;

/// <summary>What actions write down themselves: so it is known which hosts began, and where, whatever is reported.</summary>
internal sealed class ActionLog(string path)
{
    public string Path => path;

    /// <summary>An action that takes a while.</summary>
    public string Action(double seconds) => string.Create(
        CultureInfo.InvariantCulture, $"echo begin $HOST $PPID >> '{path}'; sleep {seconds}; echo end $HOST >> '{path}'");

    /// <summary>The hosts that began, once for each time, with the process that ran them.</summary>
    public IReadOnlyList<(string Host, int Process)> Begun =>
        [.. Lines("begin").Select(line => (line[1], int.Parse(line[2], CultureInfo.InvariantCulture)))];

    /// <summary>The hosts that ended, once for each time.</summary>
    public IReadOnlyList<string> Ended => [.. Lines("end").Select(line => line[1])];

    private IEnumerable<string[]> Lines(string kind)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        // The last line may not be complete yet.
        string text = File.ReadAllText(path);
        return text[..(text.LastIndexOf('\n') + 1)]
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' '))
            .Where(words => words[0] == kind);
    }
}
