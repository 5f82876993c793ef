using System.Globalization;

namespace RustInterop.Benchmarks.Tables;

/// <summary>What a contestant's figure is to be, divided by ours.</summary>
/// <param name="Least">The ratio.</param>
/// <param name="WithinSpread">Whether one ratio that comes to it is enough, and not their median.</param>
internal sealed record Goal(double Least, bool WithinSpread = false)
{
    /// <summary>Ours is not behind by more than the noise.</summary>
    internal static Goal NotBehind { get; } = new(1, WithinSpread: true);

    /// <param name="ratios">To runs of ours.</param>
    /// <param name="floor">Likewise what nobody who works as ours can be below; empty where that is not known.</param>
    /// <param name="bare">Likewise who does the same without a library or a runtime; empty where there is none.</param>
    internal string Verdict(IReadOnlyList<double> ratios, IReadOnlyList<double> floor, IReadOnlyList<double> bare)
    {
        string goal = string.Create(
            CultureInfo.InvariantCulture, $"≥ {Least:0.##}{(WithinSpread ? " within the spread" : "")}");
        if ((WithinSpread ? ratios.Max() : Spread.Middle(ratios)) >= Least)
        {
            return $"{goal}: met";
        }

        if (InPlaceOfOurs(floor) < Least)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{goal}: **out of reach**, {InPlaceOfOurs(floor):0.00} of the floor");
        }

        return bare.Count > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{goal}: **not met**, {InPlaceOfOurs(bare):0.00} of C")
            : $"{goal}: **not met**";

        double InPlaceOfOurs(IReadOnlyList<double> others) =>
            others.Count > 0 ? Spread.Middle(ratios) / Spread.Middle(others) : double.PositiveInfinity;
    }
}
