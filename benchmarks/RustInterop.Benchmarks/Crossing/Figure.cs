using System.Globalization;

namespace RustInterop.Benchmarks.Crossing;

/// <summary>What BenchmarkDotNet has measured of a contestant at a work.</summary>
/// <param name="Nanoseconds">The median of its iterations.</param>
/// <param name="Bytes">Allocated on the managed heap by a call.</param>
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
