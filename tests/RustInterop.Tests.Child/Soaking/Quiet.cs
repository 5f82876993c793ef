using System.Diagnostics;

namespace RustInterop.Tests.Child.Soaking;

/// <summary>The moments at which no call runs and what was left to finalizers is gone.</summary>
internal static class Quiet
{
    // Longer than a worker of the library rests, which keeps its own few bytes until then.
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Waits until the live bytes have stayed the same for longer than a worker rests.</summary>
    internal static async Task<long> SettleAsync()
    {
        Collect();
        long bytes = CountingLibrary.rust_interop_live_bytes();
        Stopwatch watch = Stopwatch.StartNew();
        while (watch.Elapsed < Rest)
        {
            await Task.Delay(Pause);
            long now = CountingLibrary.rust_interop_live_bytes();
            if (now != bytes)
            {
                bytes = now;
                watch.Restart();
            }
        }

        return bytes;
    }

    /// <summary>Waits for the live bytes to be these again, as long as that may take.</summary>
    /// <returns>What they are then.</returns>
    internal static async Task<long> WaitForAsync(long bytes)
    {
        Collect();
        Stopwatch watch = Stopwatch.StartNew();
        while (CountingLibrary.rust_interop_live_bytes() != bytes && watch.Elapsed < Patience)
        {
            await Task.Delay(Pause);
        }

        return CountingLibrary.rust_interop_live_bytes();
    }

    private static void Collect()
    {
        // What a finalizer keeps alive goes with the second.
        for (int round = 0; round < 2; round++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
    }
}
