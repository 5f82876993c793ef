using System.Numerics;
using RustInterop.Fleet.Tool.HostSets;
using Spectre.Console;

namespace RustInterop.Fleet.Tool;

/// <summary>How a run ended.</summary>
internal sealed class Summary(ProcedureOutput output, TimeSpan elapsed)
{
    public const int MostNamesOnScreen = 100;

    private const int MostNamesInLog = 1000;

    /// <summary>The hosts by outcome, in the order of the enum.</summary>
    public IReadOnlyList<IGrouping<HostOutcome, HostResult>> Groups { get; } =
        [.. output.Hosts.GroupBy(host => host.Outcome).OrderBy(group => group.Key)];

    /// <summary>The summary in one line.</summary>
    public string Sentence
    {
        get
        {
            string hosts = output.Hosts.Count == 1 ? "1 host" : $"{output.Hosts.Count} hosts";
            string counts = string.Join(", ", Groups.Select(group => $"{group.Count()} {Outcomes.Name(group.Key)}"));
            string cancelled = output.Result == ProcedureResult.Cancelled ? "Cancelled. " : "";
            return $"{cancelled}{hosts} in {elapsed.TotalSeconds:0.0} s{(counts.Length == 0 ? "" : ": ")}{counts}";
        }
    }

    /// <summary>Writes the summary for pipes and logs.</summary>
    public void Write(TextWriter writer)
    {
        int most = Console.IsErrorRedirected ? MostNamesInLog : MostNamesOnScreen;
        writer.WriteLine(Sentence);
        foreach (IGrouping<HostOutcome, HostResult> group in Groups.Where(group => group.Key != HostOutcome.Succeeded))
        {
            writer.WriteLine($"{Outcomes.Name(group.Key)}: {Names(group, most)}");
        }
    }

    /// <summary>The names of the hosts, folded, with a limit of names and ranges.</summary>
    public static string Names(IEnumerable<HostResult> hosts, int most)
    {
        string[] names = [.. hosts.Select(host => host.Host)];
        string folded = HostNames.Fold(names);
        bool isShort = folded.Count(character => character == ',') < most;
        return isShort
            ? Printable.Line(folded)
            : $"{Printable.Line(HostNames.Fold(names.Take(most)))} and {names.Length - most} more (--json has all)";
    }
}

/// <summary>
/// The lines about finished hosts. If many hosts fail in the same way, the first have a line each, and after that each host that
/// doubles their number. Otherwise 100,000 hosts could fill the screen with the same reason.
/// </summary>
internal sealed class HostLog
{
    private const int MostAlike = 20;

    private readonly Dictionary<string, int> _alike = [];

    /// <summary>The line for a host; null if it gets none.</summary>
    public string? Line(HostResult result)
    {
        string line = HostSentence.Of(result);
        if (result is { Outcome: HostOutcome.Succeeded, Truncated: false })
        {
            return line;
        }

        string kind = HostSentence.Kind(result);
        int count = _alike[kind] = _alike.GetValueOrDefault(kind) + 1;
        if (count <= MostAlike)
        {
            return line;
        }

        bool doubles = count % MostAlike == 0 && BitOperations.IsPow2(count / MostAlike);
        return doubles ? $"{line} ({count} hosts like this so far; not all are shown)" : null;
    }
}

/// <summary>The result of one host, in one line.</summary>
internal static class HostSentence
{
    public static string Of(HostResult result)
    {
        string facts = string.Join(", ", Facts(result));
        string reason = result.Error is null ? "" : $": {result.Error.ReplaceLineEndings("; ")}";
        return Printable.Line($"{result.Host} {facts}{reason}");
    }

    /// <summary>A key that is the same for hosts that failed alike. It leaves out addresses, ports and names, which differ.</summary>
    public static string Kind(HostResult result)
    {
        IEnumerable<string> words = (result.Error ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Where(word => !word.Any(char.IsAsciiDigit) && !EndsWithName(word, result.Host));
        return $"{result.Outcome} {result.ExitCode} {result.Truncated} {string.Join(' ', words)}";
    }

    // As in "root@web: Permission denied".
    private static bool EndsWithName(string word, string host) =>
        word.TrimEnd(':', ',', ';', '.', '\'', '"', ')', ']').EndsWith(host, StringComparison.Ordinal);

    private static IEnumerable<string> Facts(HostResult result)
    {
        yield return Outcomes.Name(result.Outcome);
        if (result.ExitCode is { } code and not 0)
        {
            yield return $"exit code {code}";
        }

        if (result.Attempts > 1)
        {
            yield return $"{result.Attempts} attempts";
        }

        yield return $"{result.Duration.TotalSeconds:0.0} s";
        if (result.Truncated)
        {
            yield return "output cut off";
        }
    }
}

/// <summary>One line of a host's output, printed after its name, as pdsh and clush do.</summary>
internal sealed record HostLine(string Host, string Text)
{
    public override string ToString() => $"{Host}: {Text}";

    /// <summary>The lines of an output, safe to print.</summary>
    public static IEnumerable<string> TextsOf(string output)
    {
        string[] lines = output.Split('\n');
        int count = lines[^1].Length == 0 ? lines.Length - 1 : lines.Length;
        // Network devices and Windows end lines with \r\n.
        return lines.Take(count).Select(line => Printable.Line(line.TrimEnd('\r')));
    }

    /// <summary>The lines of an output of a host.</summary>
    public static IEnumerable<HostLine> Split(string host, string text) =>
        TextsOf(text).Select(line => new HostLine(Printable.Line(host), line));
}

/// <summary>The outcomes in words and colours.</summary>
internal static class Outcomes
{
    public static string Name(HostOutcome outcome) => outcome switch
    {
        HostOutcome.TimedOut => "timed out",
        HostOutcome.NotStarted => "not started",
#pragma warning disable CA1308 // A word to display, not a key.
        _ => outcome.ToString().ToLowerInvariant(),
#pragma warning restore CA1308
    };

    public static Color Colour(HostOutcome outcome) => outcome switch
    {
        HostOutcome.Succeeded => Color.Green,
        HostOutcome.Cancelled or HostOutcome.NotStarted => Color.Yellow,
        _ => Color.Red,
    };

    /// <summary>Whether <see cref="ProcedureOutput.FailedHosts"/> would contain the host.</summary>
    public static bool IsFailure(HostOutcome outcome) =>
        outcome is HostOutcome.Failed or HostOutcome.TimedOut or HostOutcome.Unreachable or HostOutcome.Lost;
}

/// <summary>
/// Makes untrusted text safe to print: a host must not clear the screen, change colours, or fake another host's line. Such
/// characters appear as codes, such as <c>\x1b</c>.
/// </summary>
internal static class Printable
{
    /// <summary>Escapes text for a single line.</summary>
    public static string Line(string text) => Escape(text, keepLines: false);

    /// <summary>Escapes text, but keeps its line breaks.</summary>
    public static string Text(string text) => Escape(text, keepLines: true);

    private static string Escape(string text, bool keepLines) =>
        string.Concat(text.Select(character => IsSafe(character, keepLines) ? $"{character}" : Code(character)));

    private static string Code(char character) =>
        character < 0x100 ? $"\\x{(int)character:x2}" : $"\\u{(int)character:x4}";

    private static bool IsSafe(char character, bool keepLines) => character switch
    {
        '\t' => true,
        '\n' => keepLines,
        // Line and paragraph separators, and the marks that change the text direction.
        '\u061c' or '\u200e' or '\u200f' or '\u2028' or '\u2029' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069') => false,
        _ => !char.IsControl(character),
    };
}
