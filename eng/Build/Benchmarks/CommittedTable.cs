using System.Globalization;
using System.Text.RegularExpressions;

namespace RustInterop.Build.Benchmarks;

/// <summary>A table of docs/benchmarks.md, to compare with what was measured now.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Text">Its lines in Markdown.</param>
internal sealed partial record CommittedTable(string Name, string Text)
{
    /// <summary>How far apart the spreads of two ratios may be without a change of the code.</summary>
    private const double Tolerance = 0.05;

    /// <summary>
    /// Ratios that have become worse: the whole spread that was measured now is beyond the committed one. A column <c>÷ ours</c> gets
    /// worse when its ratios fall, any other <c>÷ …</c> when they rise.
    /// </summary>
    /// <param name="measured">The same table, measured now.</param>
    /// <returns>A line for each.</returns>
    public IEnumerable<string> Regressions(string measured)
    {
        Dictionary<(string Row, int Column), Ratio> before = RatiosOf(Text).ToDictionary(ratio => (ratio.Row, ratio.Column));
        foreach (Ratio now in RatiosOf(measured))
        {
            if (before.TryGetValue((now.Row, now.Column), out Ratio? old) && now.IsWorseThan(old))
            {
                yield return $"{Name}, {now.Row}, {now.Header}: {now.Text}, committed: {old.Text}";
            }
        }
    }

    private static IEnumerable<Ratio> RatiosOf(string table)
    {
        string[][] rows =
        [
            .. table.Split('\n').Where(line => line.StartsWith('|')).Select(line => line.Trim('|', ' ').Split(" | ")),
        ];
        foreach (string[] row in rows.Skip(2))
        {
            for (int column = 1; column < Math.Min(row.Length, rows[0].Length); column++)
            {
                if (SpreadOfRatio().Match(row[column]) is { Success: true } spread)
                {
                    yield return new(row[0].Trim(), column, rows[0][column].Trim(), row[column], Number(spread, 1), Number(spread, 2));
                }
            }
        }
    }

    private static double Number(Match match, int group) => double.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^[\d.]+ \(([\d.]+)–([\d.]+)\)$")]
    private static partial Regex SpreadOfRatio();

    private sealed record Ratio(string Row, int Column, string Header, string Text, double Least, double Greatest)
    {
        internal bool IsWorseThan(Ratio other) =>
            Header.StartsWith("÷ ours", StringComparison.Ordinal)
                ? Greatest < other.Least * (1 - Tolerance)
                : Header.StartsWith('÷') && Least > other.Greatest * (1 + Tolerance);
    }
}
