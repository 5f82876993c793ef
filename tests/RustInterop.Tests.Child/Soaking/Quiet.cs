using System.Diagnostics;

namespace RustInterop.Tests.Child.Soaking;

/// <summary>Waits until no call runs and finalizers have done their work.</summary>
internal static class Quiet
{
    // Longer than an idle worker of the library stays parked, because it keeps a few bytes until it ends.
    private static readonly TimeSpan ParkTime = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(10);

    /// <summary>Waits until the live bytes have not changed for longer than a worker stays parked.</summary>
    internal static async Task<long> SettleAsync()
    {
        Collect();
        long bytes = CountingLibrary.rust_interop_live_bytes();
        Stopwatch watch = Stopwatch.StartNew();
        while (watch.Elapsed < ParkTime)
        {
            await Task.Delay(PollInterval);
            long now = CountingLibrary.rust_interop_live_bytes();
            if (now != bytes)
            {
                bytes = now;
                watch.Restart();
            }
        }

        return bytes;
    }

    /// <summary>Waits until the live bytes are this many again, up to the timeout.</summary>
    /// <returns>The live bytes at the end.</returns>
    internal static async Task<long> WaitForAsync(long bytes)
    {
        Collect();
        Stopwatch watch = Stopwatch.StartNew();
        while (CountingLibrary.rust_interop_live_bytes() != bytes && watch.Elapsed < Timeout)
        {
            await Task.Delay(PollInterval);
        }

        return CountingLibrary.rust_interop_live_bytes();
    }

    private static void Collect()
    {
        // The second round collects what finalizers kept alive in the first.
        for (int round = 0; round < 2; round++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
    }
}
