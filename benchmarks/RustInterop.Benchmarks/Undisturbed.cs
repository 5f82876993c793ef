using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace RustInterop.Benchmarks;

/// <summary>Measures on a virtual machine whose host has other guests.</summary>
internal static class Undisturbed
{
    private const double MostStolen = 0.03;

    private static readonly TimeSpan RetryTime = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Runs again if too much time was stolen: once, and as often as <see cref="RetryTime"/> allows. Returns the result of the
    /// least disturbed run.
    /// </summary>
    internal static async Task<T> RunAsync<T>(Func<Task<T>> run)
    {
        long start = Stopwatch.GetTimestamp();
        (T Result, double Stolen) best = await OnceAsync(run).ConfigureAwait(false);
        for (bool again = true; again && best.Stolen > MostStolen; again = Stopwatch.GetElapsedTime(start) < RetryTime)
        {
            (T Result, double Stolen) next = await OnceAsync(run).ConfigureAwait(false);
            best = next.Stolen < best.Stolen ? next : best;
        }

        return best.Result;
    }

    private static async Task<(T Result, double Stolen)> OnceAsync<T>(Func<Task<T>> run)
    {
        StolenTime before = StolenTime.Now();
        T result = await run().ConfigureAwait(false);
        return (result, StolenTime.Now().ShareSince(before));
    }
}

/// <summary>The processor time of this process and of its descendants that have ended and were waited for.</summary>
internal static partial class ProcessorTime
{
    private const int Self = 0;
    private const int Children = -1;

    // struct rusage: two times of two numbers each, and 14 more numbers.
    private const int Numbers = 18;

    internal static double Seconds() => Of(Self) + OfChildren();

    internal static double OfChildren() => Of(Children);

    private static double Of(int who)
    {
        long[] usage = new long[Numbers];
        if (GetUsage(who, usage) != 0)
        {
            throw new InvalidOperationException("getrusage failed.");
        }

        return usage[0] + usage[2] + ((usage[1] + usage[3]) * 1e-6);
    }

    [LibraryImport("libc", EntryPoint = "getrusage")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int GetUsage(int who, [Out] long[] usage);
}

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
