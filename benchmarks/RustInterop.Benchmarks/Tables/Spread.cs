using System.Globalization;

namespace RustInterop.Benchmarks.Tables;

/// <summary>The middle of several measurements, and from where to where they go.</summary>
internal static class Spread
{
    internal static double Middle(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <param name="values">At least one.</param>
    /// <param name="unit">Behind the middle.</param>
    internal static string Of(IReadOnlyList<double> values, string unit) => values.Count == 1
        ? string.Create(CultureInfo.InvariantCulture, $"{values[0]:0.00}{unit}")
        : string.Create(
            CultureInfo.InvariantCulture, $"{Middle(values):0.00}{unit} ({values.Min():0.00}–{values.Max():0.00})");
}
