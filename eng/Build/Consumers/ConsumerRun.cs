using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using RustInterop.Build.Cross;
using RustInterop.Build.Documents;
using RustInterop.Build.Tests;

namespace RustInterop.Build.Consumers;

/// <summary>Tries all consumers, even if some fail, and writes the table in docs/packaging.md.</summary>
internal static class ConsumerRun
{
    private const int LaneCount = 3;

    public static async Task<TestCounts> RunAsync(CancellationToken cancellation)
    {
        await Step.RunAsync("consumer tools", step => Debian.EnsureAsync(step,
            // The first two link programs for NativeAOT.
            ["gcc", "libc6-dev", .. Target.All.SelectMany(target => target.EmulatorPackages)]), cancellation);
        await Step.RunAsync("consumer restore", ConsumerPackages.RestoreAsync, cancellation);

        ConcurrentQueue<Consumer> waiting = new(Consumer.All.Reverse());
        ConcurrentDictionary<Consumer, ConsumerResult> results = new();
        await Lanes.RunAsync([.. Enumerable.Repeat<Func<CancellationToken, Task>>(RunLaneAsync, LaneCount)], cancellation);

        ConsumerResult[] inOrder = [.. Consumer.All.Select(consumer => results[consumer])];
        await Step.RunAsync("consumer table", _ => ConsumerTable.WriteAsync(inOrder), cancellation);
        int failed = inOrder.Count(result => result.Failure is not null);
        return new TestCounts(inOrder.Length - failed, failed, 0);

        async Task RunLaneAsync(CancellationToken token)
        {
            while (waiting.TryDequeue(out Consumer? consumer))
            {
                results[consumer] = await RunAsync(consumer, token);
            }
        }
    }

    private static async Task<ConsumerResult> RunAsync(Consumer consumer, CancellationToken cancellation)
    {
        long? size = null;
        try
        {
            await Step.RunAsync(consumer.Name, async step => size = await consumer.ProveAsync(step), cancellation);
            return new ConsumerResult(consumer, size, null);
        }
        catch (StepFailedException failure)
        {
            failure.Report();
            return new ConsumerResult(consumer, null, failure.Message);
        }
    }
}

/// <summary>The result of a consumer.</summary>
/// <param name="Consumer">The consumer.</param>
/// <param name="Size">The published size in bytes; null if nothing was published, or it failed.</param>
/// <param name="Failure">Null if it works.</param>
internal sealed record ConsumerResult(Consumer Consumer, long? Size, string? Failure);

/// <summary>The table of the consumers in docs/packaging.md.</summary>
internal static class ConsumerTable
{
    // The log has the whole failure.
    private const int MostOfFailure = 200;

    public static async Task WriteAsync(IEnumerable<ConsumerResult> results)
    {
        StringBuilder table = new("| consumer | RID | published | size | result |\n| --- | --- | --- | --- | --- |\n");
        foreach (ConsumerResult result in results)
        {
            table.Append(CultureInfo.InvariantCulture,
                $"| {result.Consumer.Name} | {Code(result.Consumer.RuntimeIdentifier)} | {result.Consumer.How} ");
            table.Append(CultureInfo.InvariantCulture, $"| {Megabytes(result.Size)} | {Said(result)} |\n");
        }

        await new DocumentPart("packaging.md", "consumers").WriteAsync(table.ToString());
    }

    private static string Code(string? identifier) => identifier is null ? "" : $"`{identifier}`";

    // Rounded, so that the next build gives the same.
    private static string Megabytes(long? bytes) => bytes switch
    {
        null => "",
        < 10_000_000 => (bytes.Value / 1e6).ToString("0.0 MB", CultureInfo.InvariantCulture),
        _ => (bytes.Value / 1e6).ToString("0 MB", CultureInfo.InvariantCulture),
    };

    private static string Said(ConsumerResult result)
    {
        if (result.Failure is null)
        {
            return result.Consumer.Runner is null ? "runs" : $"runs {result.Consumer.Runner}";
        }

        string said = result.Failure.Replace(Repository.Root, "", StringComparison.Ordinal)
            .ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal);
        return $"**fails**: {(said.Length > MostOfFailure ? $"{said[..MostOfFailure]} …" : said)}";
    }
}
