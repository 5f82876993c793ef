using System.Diagnostics;

namespace TextStats;

/// <summary>Counts the words of one file in three ways, and prints the result and the time of each.</summary>
internal sealed class Comparison(string path, int top, CancellationToken cancellation)
{
    /// <summary>The same limit as in native/src/lib.rs.</summary>
    private const int MostThreads = 256;

    /// <summary>Returns how the results differ, or null if they are the same.</summary>
    public async Task<string?> RunAsync()
    {
        int processors = Math.Min(Environment.ProcessorCount, MostThreads);
        Way[] ways =
        [
            new("Rust, 1 thread", progress => CountInRustAsync(1, progress)),
            new($"Rust, {processors} threads", progress => CountInRustAsync(processors, progress)),
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

    private Task<TextStatistics> CountInRustAsync(int threads, IProgress<CountProgress>? progress) =>
        RustStatistics.CountWordsAsync(new() { Path = path, Top = (ulong)top, Threads = (ulong)threads }, progress, cancellation);

    private static void Print(IEnumerable<WordCount> top)
    {
        foreach (WordCount count in top)
        {
            // A file must not send commands to the terminal.
            string printable = string.Concat(count.Word.Select(character => char.IsControl(character) ? '\uFFFD' : character));
            Console.WriteLine($"{count.Count,12:N0}  {printable}");
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
