using System.Diagnostics;
using RustInterop.Tests.Libraries;
using RustInterop.Tests.Loading;

namespace RustInterop.Tests.Counting;

/// <summary>What Rust has allocated and not freed, in each library that the tests call.</summary>
internal sealed class RustMemory
{
    // Longer than a worker of the library rests, which keeps its own few bytes until then.
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private readonly IReadOnlyList<CountedLibrary> _libraries;

    private RustMemory(IReadOnlyList<CountedLibrary> libraries) => _libraries = libraries;

    private long[] LiveBytes => [.. _libraries.Select(library => library.LiveBytes)];

    /// <returns>Null where the built-in library does not count.</returns>
    internal static RustMemory? TryOpen() =>
        CountedLibrary.TryOpen(NativeLibraryFile.Path) is { } builtIn
            ? new RustMemory([builtIn, .. new[] { CountedLibrary.TryOpen(Workshop.Library.Path) }.OfType<CountedLibrary>()])
            : null;

    /// <summary>Waits until it has stayed the same for longer than a worker rests.</summary>
    internal IReadOnlyList<long> Settle()
    {
        Collect();
        long[] bytes = LiveBytes;
        Stopwatch watch = Stopwatch.StartNew();
        while (watch.Elapsed < Rest)
        {
            Thread.Sleep(Pause);
            long[] now = LiveBytes;
            if (!now.SequenceEqual(bytes))
            {
                bytes = now;
                watch.Restart();
            }
        }

        return bytes;
    }

    /// <summary>Waits for it to be this again, as long as that may take.</summary>
    internal bool TryReturnTo(IReadOnlyList<long> bytes)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!LiveBytes.SequenceEqual(bytes))
        {
            if (watch.Elapsed > Patience)
            {
                return false;
            }

            Collect();
            Thread.Sleep(Pause);
        }

        return true;
    }

    public override string ToString() => string.Join(", ", _libraries);

    private static void Collect()
    {
        // What a finalizer keeps alive goes with the second.
        for (int round = 0; round < 2; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }
}
