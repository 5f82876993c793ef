using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Unicode;

namespace RustInterop.Fleet.Tool;

/// <summary>
/// The command line in a form that System.CommandLine cannot misread: a short option is split from a joined value, and <c>--</c>
/// comes before the action. Options end at the first word of the action, as with ssh and pdsh: in
/// <c>fleet -w web1 tail -f log</c>, the <c>-f</c> belongs to tail.
/// </summary>
internal sealed class ArgumentWords
{
    private const string EndOfOptions = "--";

    private readonly List<string> _words = [];

    public ArgumentWords(string[] args, IList<Option> options)
    {
        int index = 0;
        for (; index < args.Length && args[index] is ['-', _, ..] and not EndOfOptions; index++)
        {
            string word = args[index];
            if (Find(options, word) is { } option)
            {
                _words.Add(word);
                // Whatever it looks like, so that a list of hosts that begins with a dash is refused as a list of hosts.
                if (TakesValue(option) && index + 1 < args.Length)
                {
                    _words.Add(args[++index]);
                }
                else if (TakesValue(option))
                {
                    Pending = word;
                }
            }
            else if (Split(word) is var (name, value) && TakesValue(Find(options, name)))
            {
                _words.AddRange(name, value);
            }
            else
            {
                Unknown ??= word;
            }
        }

        _words.Add(EndOfOptions);
        string[] action = args[(index < args.Length && args[index] == EndOfOptions ? index + 1 : index)..];
        _words.AddRange(action);
        HasAction = action.Length > 0;
    }

    /// <summary>The words for System.CommandLine.</summary>
    public IReadOnlyList<string> Words => _words;

    /// <summary>Whether the action has begun.</summary>
    public bool HasAction { get; }

    /// <summary>The option at the end whose value is still missing.</summary>
    public string? Pending { get; }

    /// <summary>The first unknown option.</summary>
    public string? Unknown { get; }

    /// <summary>
    /// Whether the arguments are what was typed. .NET replaces bytes that are not UTF-8 by U+FFFD, which would change the action.
    /// </summary>
    public static bool AreText(string[] args) =>
        !OperatingSystem.IsLinux()
        || !args.Any(arg => arg.Contains('\ufffd'))
        || Utf8.IsValid(File.ReadAllBytes("/proc/self/cmdline"));

    private static (string Name, string Value) Split(string word)
    {
        if (word[1] != '-')
        {
            return (word[..2], word[2..].StartsWith('=') ? word[3..] : word[2..]);
        }

        int end = word.IndexOfAny(['=', ':']);
        return end < 0 ? (word, "") : (word[..end], word[(end + 1)..]);
    }

    private static Option? Find(IList<Option> options, string name) =>
        options.FirstOrDefault(option => option.Name == name || option.Aliases.Contains(name));

    private static bool TakesValue(Option? option) => option?.Arity.MinimumNumberOfValues > 0;
}

/// <summary>Reads a whole number from the command line.</summary>
internal static class Number
{
    /// <summary>Returns a parser for numbers in a range.</summary>
    public static Func<ArgumentResult, int> Between(int least, int most) => result =>
    {
        string text = result.Tokens.Single().Value;
        if (!int.TryParse(text, CultureInfo.InvariantCulture, out int number) || number < least || number > most)
        {
            result.Refuse(text, $"is not a number from {least} to {most}.");
        }

        return number;
    };
}

/// <summary>Reads a time from the command line: seconds, fractions allowed.</summary>
internal static class Seconds
{
    public static TimeSpan Parse(ArgumentResult result)
    {
        string text = result.Tokens.Single().Value;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds)
            && seconds < TimeSpan.MaxValue.TotalSeconds)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        result.Refuse(text, "is not a number of seconds, such as 90 or 0.5.");
        return default;
    }
}

/// <summary>Reads numbers of hosts and percentages from the command line.</summary>
internal static class Share
{
    private const int MostPercent = 100;

    /// <summary>Returns a parser for a number or a percentage that is not below <paramref name="least"/>.</summary>
    public static Func<ArgumentResult, HostShare> From(int least) => result => Parse(result, result.Tokens.Single().Value, least);

    /// <summary>Returns a parser for several, with commas between them.</summary>
    public static Func<ArgumentResult, HostShare[]> SeveralFrom(int least) => result =>
        [.. result.Tokens.SelectMany(token => token.Value.Split(',')).Select(text => Parse(result, text, least))];

    private static HostShare Parse(ArgumentResult result, string text, int least)
    {
        bool isPercent = text.EndsWith('%');
        if (int.TryParse(isPercent ? text[..^1] : text, NumberStyles.None, CultureInfo.InvariantCulture, out int value)
            && value >= least && !(isPercent && value > MostPercent))
        {
            return isPercent ? HostShare.Percent(value) : value;
        }

        result.Refuse(text, $"is neither a number of hosts, from {least}, nor a percentage, from {least}% to {MostPercent}%.");
        return default;
    }
}

/// <summary>Refuses the value of an option.</summary>
internal static class Refusal
{
    public static void Refuse(this ArgumentResult result, string text, string reason) =>
        result.AddError($"{(result.Parent as OptionResult)?.Option.Name}: '{text}' {reason}");
}
