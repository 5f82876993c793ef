using System.CommandLine;
using System.Globalization;

namespace RustInterop.Fleet.Tool;

/// <summary>
/// What a shell asks for to complete a half-typed command line: <c>fleet "[suggest:POSITION]" "LINE"</c>, the directive of
/// System.CommandLine. An option goes to it without the words before it: after <c>-w a</c>, it would take it for one more host. Nor does
/// it know that options end at the action.
/// </summary>
internal sealed class Completion
{
    private const string Directive = "[suggest";

    private readonly string _line;

    private Completion(string line) => _line = line;

    /// <summary>Returns null if the arguments ask for nothing.</summary>
    public static Completion? AskedBy(string[] args) => args switch
    {
        [var directive, var line] when directive.StartsWith(Directive, StringComparison.Ordinal) =>
            new(line[..Math.Clamp(Position(directive) ?? line.Length, 0, line.Length)]),
        _ => null,
    };

    /// <summary>The arguments for System.CommandLine; null if there is nothing to complete.</summary>
    public string[]? Arguments(IList<Option> options)
    {
        string[] words = _line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string[] whole = _line.EndsWith(' ') ? words : words[..^Math.Min(1, words.Length)];
        string last = whole.Length < words.Length ? words[^1] : "";
        ArgumentWords arguments = new([.. whole.Skip(1)], options);
        if (arguments.HasAction)
        {
            return null;
        }

        // A value may depend on all of the line, as the groups of an inventory do.
        string line = arguments.Pending is null ? $"fleet {last}" : _line;
        return [$"{Directive}:{line.Length}]", line];
    }

    private static int? Position(string directive) =>
        int.TryParse(directive.AsSpan(Directive.Length).Trim(":]"), CultureInfo.InvariantCulture, out int position) ? position : null;
}
