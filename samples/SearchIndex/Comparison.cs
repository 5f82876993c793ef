using System.Diagnostics;

namespace SearchIndex;

/// <summary>Does the same with both indexes, and prints how long each took.</summary>
internal sealed class Comparison(int documents)
{
    /// <summary>Documents cross as JSON, so not all of them at once.</summary>
    private const int Batch = 1_000;

    private const int Queries = 1_000;
    private const int Hits = 10;
    private const int Times = 5;

    /// <summary>Returns the exit code: 0 if both indexes find the same.</summary>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        RandomDocuments random = new();
        Document[] generated = random.Documents(documents);
        string[] queries = random.Queries(Queries);

        Console.WriteLine($"the shortest of {Times} times{"",6}{"Rust",10}{"C#",10}");
        Print("indexing", () => IndexInRust(generated).Dispose(), () => IndexInPlain(generated));
        using DocumentIndex rust = IndexInRust(generated);
        PlainIndex plain = IndexInPlain(generated);
        cancellation.ThrowIfCancellationRequested();

        IReadOnlyList<Hit>[] fromRust = new IReadOnlyList<Hit>[Queries];
        IReadOnlyList<Hit>[] fromPlain = new IReadOnlyList<Hit>[Queries];
        void SearchRust(int query) => fromRust[query] = rust.Search(queries[query], Hits);
        void SearchPlain(int query) => fromPlain[query] = plain.Search(queries[query], Hits);
        foreach (int threads in new[] { 1, Environment.ProcessorCount })
        {
            ParallelOptions options = new() { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
            Print($"{Queries:N0} searches, {threads} thread{(threads == 1 ? "" : "s")}",
                () => Parallel.For(0, Queries, options, SearchRust),
                () => Parallel.For(0, Queries, options, SearchPlain));
        }

        long start = Stopwatch.GetTimestamp();
        int read = 0;
        await foreach (Document document in rust.All(cancellation).ConfigureAwait(false))
        {
            read += document == generated[read] ? 1 : throw new InvalidDataException($"{document} is not {generated[read]}");
        }

        Console.WriteLine($"{$"{read:N0} documents as a stream",-28}{Stopwatch.GetElapsedTime(start).TotalSeconds,8:0.00} s");
        int differing = Enumerable.Range(0, Queries).Count(query => !AreSame(fromRust[query], fromPlain[query]));
        Console.WriteLine(differing == 0 ? "the same hits" : $"different hits: {differing}");
        return differing == 0 ? 0 : 1;
    }

    /// <summary>Whether the hits are the same. The last digits of a logarithm depend on the library that computes it.</summary>
    internal static bool AreSame(IReadOnlyList<Hit> left, IReadOnlyList<Hit> right) =>
        left.Count == right.Count
        && left.Zip(right).All(pair => pair.First.Title == pair.Second.Title && Math.Abs(pair.First.Score - pair.Second.Score) < 1e-9);

    private static DocumentIndex IndexInRust(Document[] documents)
    {
        DocumentIndex index = new();
        foreach (Document[] batch in documents.Chunk(Batch))
        {
            index.AddAll(batch);
        }

        return index;
    }

    private static PlainIndex IndexInPlain(Document[] documents)
    {
        PlainIndex index = new();
        index.AddAll(documents);
        return index;
    }

    private static void Print(string what, Action rust, Action plain) =>
        Console.WriteLine($"{what,-28}{Seconds(rust),8:0.00} s{Seconds(plain),8:0.00} s");

    private static double Seconds(Action action) => Enumerable.Range(0, Times).Min(_ =>
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    });
}
