using System.Diagnostics;

namespace TextStats;

/// <summary>Counts the words of one file in three ways, and prints the result and the time of each.</summary>
internal sealed class Comparison(string path, int top, CancellationToken cancellation)
{
    /// <summary>Returns how the results differ, or null if they are the same.</summary>
    public async Task<string?> RunAsync()
    {
        using RustStatistics rust = new();
        int processors = Math.Min(Environment.ProcessorCount, RustStatistics.MostThreads);
        Way[] ways =
        [
            new("Rust, 1 thread", progress => rust.CountAsync(new(path, top, 1), progress, cancellation)),
            new($"Rust, {processors} threads", progress => rust.CountAsync(new(path, top, processors), progress, cancellation)),
            new("C#, 1 thread", progress => Task.Run(() => PlainStatistics.Count(path, top, progress, cancellation), cancellation)),
        ];

        TextStatistics? expected = null;
        foreach (Way way in ways)
        {
            long start = Stopwatch.GetTimestamp();
            TextStatistics statistics = await way.CountAsync().ConfigureAwait(false);
            TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
            if (expected is null)
            {
                expected = statistics;
                Print(expected.Top);
            }

            Print(way.Name, elapsed);
            if (expected.DifferenceFrom(statistics) is { } difference)
            {
                return $"{ways[0].Name}: {difference} as in {way.Name}";
            }
        }

        Console.WriteLine($"the same result: {expected!.Words:N0} words, {expected.Distinct:N0} distinct");
        return null;
    }

    private static void Print(IEnumerable<WordCount> top)
    {
        foreach ((string word, long count) in top)
        {
            // A file must not send commands to the terminal.
            string printable = string.Concat(word.Select(character => char.IsControl(character) ? '\uFFFD' : character));
            Console.WriteLine($"{count,12:N0}  {printable}");
        }
    }

    private void Print(string name, TimeSpan elapsed)
    {
        double megabytes = new FileInfo(path).Length / 1e6;
        Console.WriteLine($"{name,-16}{elapsed.TotalSeconds,8:0.00} s{megabytes / elapsed.TotalSeconds,8:0} MB/s");
    }

    private sealed record Way(string Name, Func<IProgress<CountProgress>?, Task<TextStatistics>> Count)
    {
        public async Task<TextStatistics> CountAsync()
        {
            using ProgressLine? progress = ProgressLine.Begin(Name);
            return await Count(progress).ConfigureAwait(false);
        }
    }
}
