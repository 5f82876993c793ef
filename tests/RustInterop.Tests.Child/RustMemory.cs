using System.Diagnostics;

namespace RustInterop.Tests.Child;

/// <summary>What Rust has allocated and not freed, in each of some libraries.</summary>
internal sealed class RustMemory(params IReadOnlyList<CountedLibrary> libraries)
{
    // Longer than an idle worker of the library lives, which keeps a few bytes until then.
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    internal IReadOnlyList<long> LiveBytes => [.. libraries.Select(library => library.LiveBytes)];

    /// <summary>Waits until the live bytes have stayed the same for longer than an idle worker lives.</summary>
    internal IReadOnlyList<long> Settle()
    {
        Collect();
        IReadOnlyList<long> bytes = LiveBytes;
        Stopwatch watch = Stopwatch.StartNew();
        while (watch.Elapsed < Quiet)
        {
            Thread.Sleep(Pause);
            IReadOnlyList<long> now = LiveBytes;
            if (!now.SequenceEqual(bytes))
            {
                bytes = now;
                watch.Restart();
            }
        }

        return bytes;
    }

    /// <summary>Waits until the live bytes are these again, up to the timeout.</summary>
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
            Thread.Sleep(Pause);
        }

        return true;
    }

    public override string ToString() => string.Join(", ", libraries);

    private static void Collect()
    {
        // The second round frees what finalizers kept alive in the first.
        for (int round = 0; round < 2; round++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
    }
}
