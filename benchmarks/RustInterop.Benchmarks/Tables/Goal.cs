using System.Globalization;

namespace RustInterop.Benchmarks.Tables;

/// <summary>A goal for the ratio of a contestant's figure to ours.</summary>
/// <param name="Least">The least ratio that meets it.</param>
/// <param name="WithinSpread">Whether one ratio is enough to meet it, instead of the median.</param>
internal sealed record Goal(double Least, bool WithinSpread = false)
{
    /// <summary>We are not slower by more than the noise.</summary>
    internal static Goal NotBehind { get; } = new(1, WithinSpread: true);

    /// <param name="ratios">The contestant's figures, divided by ours.</param>
    /// <param name="floor">The same ratios for the floor, which nobody can be below; empty if there is none.</param>
    /// <param name="bare">The same ratios for a program that does what we do, without a runtime; empty if there is none.</param>
    internal string Verdict(IReadOnlyList<double> ratios, IReadOnlyList<double> floor, IReadOnlyList<double> bare)
    {
        string goal = string.Create(
            CultureInfo.InvariantCulture, $"≥ {Least:0.##}{(WithinSpread ? " within the spread" : "")}");
        if ((WithinSpread ? ratios.Max() : Spread.Median(ratios)) >= Least)
        {
            return $"{goal}: met";
        }

        if (InPlaceOfOurs(floor) < Least)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{goal}: **out of reach**; the floor reaches {InPlaceOfOurs(floor):0.00}");
        }

        return bare.Count > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{goal}: **not met**; C reaches {InPlaceOfOurs(bare):0.00}")
            : $"{goal}: **not met**";

        double InPlaceOfOurs(IReadOnlyList<double> others) =>
            others.Count > 0 ? Spread.Median(ratios) / Spread.Median(others) : double.PositiveInfinity;
    }
}
