using System.Globalization;

namespace RustInterop.Benchmarks;

/// <summary>The middle of several measurements, with their spread.</summary>
internal static class Median
{
    internal static string Of(IEnumerable<double> values, string unit)
    {
        double[] sorted = [.. values.Order()];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{sorted[sorted.Length / 2]:0.00}{unit} ({sorted[0]:0.00} to {sorted[^1]:0.00}, {sorted.Length} runs)");
    }
}
