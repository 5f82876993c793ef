using System.Globalization;

namespace RustInterop.Benchmarks.Crossing;

/// <summary>BenchmarkDotNet's result for one contestant.</summary>
/// <param name="Nanoseconds">The median of the iterations.</param>
/// <param name="Bytes">The bytes that a call allocates on the managed heap.</param>
internal sealed record Figure(double Nanoseconds, long Bytes)
{
    internal static string Text(double nanoseconds) => nanoseconds switch
    {
        < 1_000 => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds:0} ns"),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1_000:0.0} µs"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1_000_000:0.0} ms"),
    };

    internal static string Text(long bytes) => bytes.ToString("#,0", CultureInfo.InvariantCulture);
}
