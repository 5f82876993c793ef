using System.Globalization;
using RustInterop.Crossing;

namespace RustInterop.Tests.Child.Soaking;

/// <summary>The resources that the process holds while no call runs.</summary>
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

    /// <param name="elapsed">The time since the warm-up.</param>
    /// <param name="calls">The calls since the warm-up.</param>
    /// <param name="liveBytes">Rust's live bytes.</param>
    internal static Sample Take(TimeSpan elapsed, long calls, long liveBytes) => new(
        elapsed.TotalSeconds,
        calls,
        ResidentMemory.Kilobytes(),
        GC.GetTotalMemory(forceFullCollection: false),
        liveBytes,
        NativeMethods.rust_interop_live_strings(),
        SettledDescriptors(),
        Directory.GetDirectories("/proc/self/task").Length,
        Children.CountZombies());

    // The first time, another thread may still be about to close some.
    private static int SettledDescriptors() => Enumerable.Range(0, 3).Min(count =>
    {
        Thread.Sleep(count * 10);
        return Leaks.OpenDescriptors();
    });

    internal string ToCsv() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Seconds:0.0},{Calls},{ResidentKilobytes},{ManagedBytes},{LiveBytes},{LiveStrings},{Descriptors},{Threads},{Zombies}");
}
