using System.Globalization;
using System.Text;

namespace RustInterop.Build.Consumers;

/// <summary>The table of the consumers in docs/packaging.md, between two comments.</summary>
internal static class ConsumerTable
{
    private const string Begin = "<!-- consumers -->";
    private const string End = "<!-- /consumers -->";

    // Longer failures are in the log.
    private const int MostOfFailure = 200;

    private static string Document => Path.Combine(Repository.Root, "docs", "packaging.md");

    public static async Task WriteAsync(IEnumerable<ConsumerResult> results)
    {
        string text = await File.ReadAllTextAsync(Document);
        int begin = text.IndexOf(Begin, StringComparison.Ordinal);
        int end = text.IndexOf(End, StringComparison.Ordinal);
        if (begin < 0 || end < begin)
        {
            throw new BuildException($"{Document} has no {Begin} followed by {End}");
        }

        StringBuilder table = new(text[..begin]);
        table.Append($"{Begin}\n| consumer | RID | published | size | result |\n| --- | --- | --- | --- | --- |\n");
        foreach (ConsumerResult result in results)
        {
            table.Append(CultureInfo.InvariantCulture,
                $"| {result.Consumer.Name} | {Code(result.Consumer.RuntimeIdentifier)} | {result.Consumer.How} ");
            table.Append(CultureInfo.InvariantCulture, $"| {Megabytes(result.Size)} | {Said(result)} |\n");
        }

        await File.WriteAllTextAsync(Document, table.Append(text[end..]).ToString());
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
