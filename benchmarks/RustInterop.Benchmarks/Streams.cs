using System.Diagnostics;
using RustInterop.Benchmarks.Generated;

namespace RustInterop.Benchmarks;

/// <summary>A million small records: as a stream, and as lists of a thousand.</summary>
internal static class Streams
{
    private const int Items = 1_000_000;
    private const int ListLength = 1000;
    private const int Rounds = 5;

    internal static async Task MeasureAsync()
    {
        (string Name, Func<Task<int>> Take, List<double> Millions)[] contestants =
        [
            ("a stream", TakeStreamAsync, []),
            ("lists", TakeListsAsync, []),
        ];
        // The first one is the warm-up.
        for (int round = -1; round < Rounds; round++)
        {
            foreach ((string name, Func<Task<int>> take, List<double> millions) in contestants)
            {
                long start = Stopwatch.GetTimestamp();
                int taken = await take().ConfigureAwait(false);
                double microseconds = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
                if (taken != Items)
                {
                    throw new InvalidOperationException($"{name} had {taken} items.");
                }

                if (round >= 0)
                {
                    millions.Add(taken / microseconds);
                }
            }
        }

        foreach ((string name, _, List<double> millions) in contestants)
        {
            Console.WriteLine($"{name}:  {Spread.Of(millions, " million records/s")}");
        }
    }

    private static async Task<int> TakeStreamAsync()
    {
        int taken = 0;
        await foreach (Generated.File file in Files.Walk(Items).ConfigureAwait(false))
        {
            taken++;
        }

        return taken;
    }

    private static async Task<int> TakeListsAsync()
    {
        int taken = 0;
        while (taken < Items)
        {
            taken += (await Files.ListAsync(ListLength).ConfigureAwait(false)).Files.Count;
        }

        return taken;
    }
}
