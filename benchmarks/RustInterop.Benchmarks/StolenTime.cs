using System.Globalization;

namespace RustInterop.Benchmarks;

/// <summary>The busy time of this machine's processors since boot, and how much of it the hypervisor gave to other guests.</summary>
/// <param name="Busy">In ticks, including the stolen time.</param>
/// <param name="Stolen">In ticks.</param>
internal readonly record struct StolenTime(long Busy, long Stolen)
{
    internal static StolenTime Now()
    {
        // cpu user nice system idle iowait irq softirq steal …
        long[] ticks =
        [
            .. File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1)
                .Select(number => long.Parse(number, CultureInfo.InvariantCulture)),
        ];
        return new StolenTime(ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6] + ticks[7], ticks[7]);
    }

    internal double ShareSince(StolenTime before) => (Stolen - before.Stolen) / Math.Max(1.0, Busy - before.Busy);
}
