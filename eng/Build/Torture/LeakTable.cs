namespace RustInterop.Build.Torture;

/// <summary>The table of the leaks in docs/reliability.md, between two comments.</summary>
internal static class LeakTable
{
    private const string Begin = "<!-- leaks -->";
    private const string End = "<!-- /leaks -->";

    private static string Document => Path.Combine(Repository.Root, "docs", "reliability.md");

    public static async Task WriteAsync(IEnumerable<string> lines)
    {
        string text = await File.ReadAllTextAsync(Document);
        int begin = text.IndexOf(Begin, StringComparison.Ordinal);
        int end = text.IndexOf(End, StringComparison.Ordinal);
        if (begin < 0 || end < begin)
        {
            throw new BuildException($"{Document} has no {Begin} followed by {End}");
        }

        await File.WriteAllTextAsync(Document, $"{text[..begin]}{Begin}\n{string.Join('\n', lines)}\n{text[end..]}");
    }
}
