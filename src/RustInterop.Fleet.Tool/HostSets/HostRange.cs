using System.Globalization;
using System.Text.RegularExpressions;

namespace RustInterop.Fleet.Tool.HostSets;

/// <summary>Numbers with the same distance: <c>1-9</c>, <c>01-99/2</c>, <c>7</c>.</summary>
internal sealed partial class HostRange
{
    private readonly long _first;
    private readonly long _step;
    private readonly string _format;

    private HostRange(long first, long last, long step, int width)
    {
        _first = first;
        _step = step;
        _format = $"D{width}";
        Count = (last - first) / step + 1;
    }

    public long Count { get; }

    /// <exception cref="FormatException">This is not a range.</exception>
    public static HostRange Parse(string text)
    {
        if (Form().Match(text) is not { Success: true } match)
        {
            throw new FormatException(
                text.Trim().Length == 0 ? "a number is missing" : $"'{text}' is not a range such as 1-9 or 01-99/2");
        }

        string first = match.Groups["first"].Value;
        string last = match.Groups["last"] is { Success: true } end ? end.Value : first;
        string step = match.Groups["step"] is { Success: true } distance ? distance.Value : "1";
        bool isPadded = IsPadded(first) || IsPadded(last);
        if (isPadded && first.Length != last.Length)
        {
            // pdsh takes the width of the first number and clustershell refuses it, so people may mean either.
            throw new FormatException($"{first} and {last} need the same number of digits, as in 001-100");
        }

        if (Number(first) > Number(last))
        {
            throw new FormatException($"the range {text.Trim()} goes backwards");
        }

        return Number(step) > 0
            ? new HostRange(Number(first), Number(last), Number(step), isPadded ? first.Length : 1)
            : throw new FormatException("the step of a range is at least 1");
    }

    public string this[long index] => (_first + index * _step).ToString(_format, CultureInfo.InvariantCulture);

    private static bool IsPadded(string number) => number is ['0', _, ..];

    private static long Number(string digits) => long.Parse(digits, CultureInfo.InvariantCulture);

    // 18 digits always fit a long.
    [GeneratedRegex(
        @"^\s*(?<first>[0-9]{1,18})(\s*-\s*(?<last>[0-9]{1,18})(/(?<step>[0-9]{1,18}))?)?\s*\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
