using System.Globalization;
using RustInterop.Crossing;

namespace RustInterop.Tests.Child.Soaking;

/// <summary>What the process holds at a quiet moment.</summary>
internal sealed record Sample(
    double Seconds,
    long Calls,
    long ResidentKilobytes,
    long ManagedBytes,
    long LiveBytes,
    long LiveStrings,
    int Descriptors,
    int Threads,
    int Zombies)
{
    internal const string Header =
        "seconds,calls,resident_kilobytes,managed_bytes,live_bytes,live_strings,descriptors,threads,zombies";

    /// <param name="elapsed">Since the warm-up.</param>
    /// <param name="calls">Since then.</param>
    /// <param name="liveBytes">What was waited for.</param>
    internal static Sample Take(TimeSpan elapsed, long calls, long liveBytes) => new(
        elapsed.TotalSeconds,
        calls,
        ResidentMemory.Kilobytes(),
        GC.GetTotalMemory(forceFullCollection: false),
        liveBytes,
        NativeMethods.rust_interop_live_strings(),
        StayingDescriptors(),
        Directory.GetDirectories("/proc/self/task").Length,
        Children.CountDead());

    // What is about to be closed, on another thread, may still be open the first time.
    private static int StayingDescriptors() => Enumerable.Range(0, 3).Min(count =>
    {
        Thread.Sleep(count * 10);
        return Leaks.OpenDescriptors();
    });

    internal string ToCsv() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Seconds:0.0},{Calls},{ResidentKilobytes},{ManagedBytes},{LiveBytes},{LiveStrings},{Descriptors},{Threads},{Zombies}");
}
