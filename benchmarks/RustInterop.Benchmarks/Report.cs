using System.Globalization;
using System.Text;

namespace RustInterop.Benchmarks;

/// <summary>Writes the tables, and the figures behind them.</summary>
/// <param name="Folder">The folder for <c>NAME.md</c> and <c>NAME.csv</c>.</param>
internal sealed record Report(string Folder)
{
    /// <summary>Prints a line of progress.</summary>
    internal static void Say(string line) => Console.WriteLine(line);

    /// <param name="name">The name of the file.</param>
    /// <param name="header">A cell for each column.</param>
    /// <param name="rows">The cells of each row; missing ones at the end are empty.</param>
    internal Task WriteTableAsync(string name, IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
    {
        StringBuilder table = new();
        table.Append(Line(header)).Append(Line([.. header.Select(_ => "---")]));
        foreach (IReadOnlyList<string> row in rows)
        {
            table.Append(Line([.. row, .. Enumerable.Repeat("", header.Count - row.Count)]));
        }

        return File.WriteAllTextAsync(Path.Combine(Folder, $"{name}.md"), table.ToString());
    }

    internal Task WriteFiguresAsync(string name, IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows) =>
        File.WriteAllLinesAsync(
            Path.Combine(Folder, $"{name}.csv"),
            rows.Prepend(header).Select(row => string.Join(',', row.Select(cell => cell.Replace(",", "", StringComparison.Ordinal)))));

    private static string Line(IReadOnlyList<string> cells) =>
        $"| {string.Join(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))} |\n";
}

/// <summary>A goal for the ratio of a contestant's figure to ours.</summary>
/// <param name="Least">The least ratio that meets it.</param>
/// <param name="WithinSpread">Whether one ratio is enough to meet it, instead of the median.</param>
internal sealed record Goal(double Least, bool WithinSpread = false)
{
    /// <summary>We are not slower by more than the noise.</summary>
    internal static Goal NotBehind { get; } = new(1, WithinSpread: true);

    /// <summary>Says whether a goal of any kind is met.</summary>
    /// <param name="goal">The goal.</param>
    /// <param name="isMet">Whether it is met.</param>
    /// <param name="missing">What does less and misses it too, if anything does.</param>
    internal static string Verdict(string goal, bool isMet, string? missing = null) =>
        $"{goal}: {(isMet ? "met" : missing is null ? "**not met**" : $"**out of reach**: so is {missing}")}";

    /// <param name="ratios">The contestant's figures, divided by ours; empty if there are none.</param>
    internal bool IsMetBy(IReadOnlyList<double> ratios) =>
        ratios.Count > 0 && (WithinSpread ? ratios.Max() : Spread.Median(ratios)) >= Least;

    /// <param name="ratios">The contestant's figures, divided by ours.</param>
    /// <param name="floor">The same ratios for the floor, which nobody can be below; empty if there is none.</param>
    /// <param name="bare">The same ratios for a program that does what we do, without a runtime; empty if there is none.</param>
    internal string Verdict(IReadOnlyList<double> ratios, IReadOnlyList<double> floor, IReadOnlyList<double> bare)
    {
        string goal = string.Create(
            CultureInfo.InvariantCulture, $"≥ {Least:0.##}{(WithinSpread ? " within the spread" : "")}");
        if (IsMetBy(ratios))
        {
            return Verdict(goal, isMet: true);
        }

        if (InPlaceOfOurs(floor) < Least)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{goal}: **out of reach**; the floor reaches {InPlaceOfOurs(floor):0.00}");
        }

        return bare.Count > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{goal}: **not met**; C reaches {InPlaceOfOurs(bare):0.00}")
            : Verdict(goal, isMet: false);

        double InPlaceOfOurs(IReadOnlyList<double> others) =>
            others.Count > 0 ? Spread.Median(ratios) / Spread.Median(others) : double.PositiveInfinity;
    }
}

/// <summary>The median and the range of several measurements.</summary>
internal static class Spread
{
    internal static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <param name="values">At least one.</param>
    /// <param name="unit">Written after the median.</param>
    internal static string Of(IReadOnlyList<double> values, string unit) => values.Count == 1
        ? string.Create(CultureInfo.InvariantCulture, $"{values[0]:0.00}{unit}")
        : string.Create(
            CultureInfo.InvariantCulture, $"{Median(values):0.00}{unit} ({values.Min():0.00}–{values.Max():0.00})");

    /// <param name="seconds">At least one.</param>
    internal static string OfMilliseconds(IReadOnlyList<double> seconds) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Median(seconds) * 1e3:0.0} ms ({seconds.Min() * 1e3:0.0}–{seconds.Max() * 1e3:0.0})");
}
