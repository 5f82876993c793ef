using System.Diagnostics;
using RustInterop.Tests.Libraries;
using RustInterop.Tests.Loading;

namespace RustInterop.Tests.Counting;

/// <summary>The memory that Rust has allocated and not freed, in each library that the tests call.</summary>
internal sealed class RustMemory
{
    // Longer than an idle worker of the library stays parked, because it keeps a few bytes until it ends.
    private static readonly TimeSpan ParkTime = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(5);

    private readonly IReadOnlyList<CountedLibrary> _libraries;

    private RustMemory(IReadOnlyList<CountedLibrary> libraries) => _libraries = libraries;

    private long[] LiveBytes => [.. _libraries.Select(library => library.LiveBytes)];

    /// <returns>Null if the built-in library does not count.</returns>
    internal static RustMemory? TryOpen() =>
        CountedLibrary.TryOpen(NativeLibraryFile.Path) is { } builtIn
            ? new RustMemory([builtIn, .. new[] { CountedLibrary.TryOpen(Workshop.Library.Path) }.OfType<CountedLibrary>()])
            : null;

    /// <summary>Waits until the count has not changed for longer than a worker stays parked.</summary>
    internal IReadOnlyList<long> Settle()
    {
        Collect();
        long[] bytes = LiveBytes;
        Stopwatch watch = Stopwatch.StartNew();
        while (watch.Elapsed < ParkTime)
        {
            Thread.Sleep(PollInterval);
            long[] now = LiveBytes;
            if (!now.SequenceEqual(bytes))
            {
                bytes = now;
                watch.Restart();
            }
        }

        return bytes;
    }

    /// <summary>Waits until the count is this again, up to the timeout.</summary>
    internal bool TryReturnTo(IReadOnlyList<long> bytes)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!LiveBytes.SequenceEqual(bytes))
        {
            if (watch.Elapsed > Timeout)
            {
                return false;
            }

            Collect();
            Thread.Sleep(PollInterval);
        }

        return true;
    }

    public override string ToString() => string.Join(", ", _libraries);

    private static void Collect()
    {
        // The second round collects what finalizers kept alive in the first.
        for (int round = 0; round < 2; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }
}
