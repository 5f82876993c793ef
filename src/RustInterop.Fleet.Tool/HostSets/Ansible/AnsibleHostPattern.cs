using System.Globalization;
using System.Text.RegularExpressions;

namespace RustInterop.Fleet.Tool.HostSets.Ansible;

/// <summary>A host of an inventory, perhaps with ranges and a port: <c>web[01:50].example.com:2222</c>, <c>db-[a:f]</c>.</summary>
internal sealed partial class AnsibleHostPattern
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private AnsibleHostPattern(string entry, string host, string? port)
    {
        Port = port;
        (string Text, string[]? Values)[] parts = [.. Part().Matches(host).Select(match => (match.Value, Values(match)))];
        long count = 1;
        foreach ((_, string[]? values) in parts)
        {
            count *= values?.Length ?? 1;
            if (count > HostSet.Most)
            {
                throw HostSet.TooMany();
            }
        }

        IEnumerable<string> names = [""];
        foreach ((string text, string[]? values) in parts)
        {
            names = names.SelectMany(_ => values ?? [text], (name, value) => name + value);
        }

        Hosts = [.. names];
        if (Hosts.FirstOrDefault(name => !HostExpression.CanName(name)) is { } bad)
        {
            throw new FormatException(bad == entry ? $"'{bad}' is not a host name" : $"'{bad}' of '{entry}' is not a host name");
        }
    }

    public IReadOnlyList<string> Hosts { get; }

    public string? Port { get; }

    /// <exception cref="FormatException">This is not such a pattern.</exception>
    public static AnsibleHostPattern Parse(string entry)
    {
        Match match = WithPort().Match(entry);
        string host = match.Success ? match.Groups["host"].Value : entry;
        return new AnsibleHostPattern(entry, host, match.Success ? match.Groups["port"].Value : null);
    }

    // Null for what is not in brackets.
    private static string[]? Values(Match part)
    {
        if (part.Value is not ['[', .. string range, ']'])
        {
            return null;
        }

        string[] bounds = range.Split(':');
        if (bounds is not ([_, _] or [_, _, _]))
        {
            throw Error(part, "is not a range such as [1:9], [01:99:2] or [a:f]");
        }

        int step = bounds is [_, _, string text] ? Number(text, part) : 1;
        (string first, string last) = (bounds[0].Length == 0 ? "0" : bounds[0], bounds[1]);
        bool isLetters = IsLetter(first) && IsLetter(last);
        int from = isLetters ? Letters.IndexOf(first[0], StringComparison.Ordinal) : Number(first, part);
        int to = isLetters ? Letters.IndexOf(last[0], StringComparison.Ordinal) : Number(last, part);
        bool isPadded = !isLetters && first is ['0', _, ..];
        if (isPadded && first.Length != last.Length)
        {
            throw Error(part, "needs the same number of digits at both ends");
        }

        if (from > to || step < 1)
        {
            throw Error(part, "goes backwards or has no step");
        }

        if ((to - from) / step >= HostSet.Most)
        {
            throw HostSet.TooMany();
        }

        string format = isPadded ? $"D{first.Length}" : "D";
        return
        [
            .. Enumerable.Range(0, (to - from) / step + 1).Select(index => from + index * step).Select(number =>
                isLetters ? Letters[number..(number + 1)] : number.ToString(format, CultureInfo.InvariantCulture)),
        ];
    }

    private static bool IsLetter(string text) => text is [char letter] && char.IsAsciiLetter(letter);

    private static int Number(string text, Match part) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw Error(part, "is not a range such as [1:9], [01:99:2] or [a:f]");

    private static FormatException Error(Match part, string reason) => new($"'{part.Value}' {reason}");

    // [::1]:22 and web[1:3]:22, but not ::1, where the last colon belongs to the address.
    [GeneratedRegex(
        @"^(\[(?<host>[^\[\]]*:[^\[\]]*:[^\[\]]*)\]|(?<host>([^:\[\]]|\[[^\]]*\])+)):(?<port>[0-9]+)\z",
        RegexOptions.ExplicitCapture)]
    private static partial Regex WithPort();

    [GeneratedRegex(@"\[[^\]]*\]|[^\[]+|\[.*")]
    private static partial Regex Part();
}
