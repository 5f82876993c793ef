using System.Globalization;
using System.Text;

namespace RustInterop.Build.Consumers;

/// <summary>The table of the consumers in docs/packaging.md.</summary>
internal static class ConsumerTable
{
    // Longer failures are in the log.
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

    // So coarse that the next build has the same.
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
