using RustInterop.Benchmarks.Tables;
using System.Globalization;

namespace RustInterop.Benchmarks.FanOut;

/// <summary>What a contestant's figure is to be, divided by ours of the same round.</summary>
/// <param name="Least">The ratio.</param>
/// <param name="WithinSpread">Whether one round that comes to it is enough, and not their median.</param>
internal sealed record Goal(double Least, bool WithinSpread = false)
{
    /// <summary>Ours is not behind by more than the noise.</summary>
    internal static Goal NotBehind { get; } = new(1, WithinSpread: true);

    /// <param name="ratios">Round by round.</param>
    internal string Verdict(IEnumerable<double> ratios)
    {
        bool isMet = (WithinSpread ? ratios.Max() : Spread.Middle(ratios)) >= Least;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"≥ {Least:0.##}{(WithinSpread ? " within the spread" : "")}: {(isMet ? "met" : "**not met**")}");
    }
}
