using System.Globalization;
using System.Text.RegularExpressions;

namespace RustInterop.Fleet.Tool.HostSets;

/// <summary>Names of hosts as people write them: <c>node[1-3,7]</c>.</summary>
internal static partial class HostNames
{
    /// <summary>
    /// Folds names, as <c>nodeset -f</c> does. A <see cref="HostExpression"/> of the result has the same names, each once. What
    /// differs in nothing but numbers is one pattern, with its numbers in order; the patterns stand in the order of their first names.
    /// </summary>
    public static string Fold(IEnumerable<string> names) => string.Join(',', names
        .Select(Split)
        .GroupBy(name => name.Pattern, name => name.Numbers)
        .SelectMany(group => Fold(group.Key, [.. group])));

    /// <summary>Writes numbers as ranges, each width of padding for itself: <c>1-3,7,08-10</c>.</summary>
    private static string Ranges(IEnumerable<string> numbers)
    {
        List<(string First, string Last)> ranges = [];
        foreach (string number in numbers.Distinct().OrderBy(number => number.Length).ThenBy(number => number, StringComparer.Ordinal))
        {
            if (ranges is [.., (string first, string last)] && Continues(first, last, number))
            {
                ranges[^1] = (first, number);
            }
            else
            {
                ranges.Add((number, number));
            }
        }

        return string.Join(',', ranges.Select(range => range.First == range.Last ? range.First : $"{range.First}-{range.Last}"));
    }

    // 09-99 is of one width, and 9-100 of none.
    private static bool Continues(string first, string last, string number) =>
        (IsPadded(first) ? first.Length == number.Length : !IsPadded(number)) && Value(number) == Value(last) + 1;

    private static bool IsPadded(string number) => number is ['0', _, ..];

    private static long Value(string number) => long.Parse(number, CultureInfo.InvariantCulture);

    // Joins what differs in its last number only, then in the one before it, and so on. Each step replaces names by a pattern of
    // exactly these names, so the result has no others.
    private static IEnumerable<string> Fold(string pattern, string[][] numbers)
    {
        if (numbers[0].Length == 0)
        {
            return [pattern];
        }

        string[][] folded = numbers;
        for (int place = numbers[0].Length - 1; place >= 0; place--)
        {
            int here = place;
            folded =
            [
                .. folded
                    .GroupBy(row => string.Join('\0', row.Where((_, index) => index != here)))
                    .Select(group => Join(here, [.. group])),
            ];
        }

        return folded.Select(row => Fill(pattern, row));
    }

    private static string[] Join(int place, string[][] rows)
    {
        string ranges = Ranges(rows.Select(row => row[place]));
        string[] joined = [.. rows[0]];
        joined[place] = ranges.AsSpan().ContainsAny(',', '-') ? $"[{ranges}]" : ranges;
        return joined;
    }

    // Replaces each number by a NUL, which no name has.
    private static (string Pattern, string[] Numbers) Split(string name) => HostExpression.CanName(name)
        ? (Numbers().Replace(name, "\0"), [.. Numbers().Matches(name).Select(number => number.Value)])
        : (name, []);

    private static string Fill(string pattern, string[] numbers)
    {
        string[] texts = pattern.Split('\0');
        return texts[0] + string.Concat(numbers.Zip(texts.Skip(1), (number, text) => number + text));
    }

    // As many digits as a long counts.
    [GeneratedRegex("(?<![0-9])[0-9]{1,18}(?![0-9])")]
    private static partial Regex Numbers();
}
