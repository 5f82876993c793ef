using System.Globalization;

namespace RustInterop.Benchmarks.Tables;

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
}
