namespace RustInterop.Build.Documents;

/// <summary>The part of a document in docs/ that the build writes, between two comments with its name.</summary>
/// <param name="Document">The file's name.</param>
/// <param name="Name">As in <c>&lt;!-- name --&gt;</c> and <c>&lt;!-- /name --&gt;</c>.</param>
internal sealed record DocumentPart(string Document, string Name)
{
    private string FullPath => Path.Combine(Repository.Root, "docs", Document);

    /// <summary>The content.</summary>
    /// <exception cref="BuildException">The comments are missing.</exception>
    public async Task<string> ReadAsync()
    {
        string text = await File.ReadAllTextAsync(FullPath);
        return text[PlaceIn(text)];
    }

    /// <summary>Replaces the content.</summary>
    /// <exception cref="BuildException">The comments are missing.</exception>
    public async Task WriteAsync(string content)
    {
        string text = await File.ReadAllTextAsync(FullPath);
        Range place = PlaceIn(text);
        await File.WriteAllTextAsync(FullPath, $"{text[..place.Start]}\n{content.TrimEnd('\n')}\n{text[place.End..]}");
    }

    private Range PlaceIn(string text)
    {
        string begin = $"<!-- {Name} -->";
        string end = $"<!-- /{Name} -->";
        int from = text.IndexOf(begin, StringComparison.Ordinal);
        int to = text.IndexOf(end, StringComparison.Ordinal);
        return from >= 0 && to > from
            ? (from + begin.Length)..to
            : throw new BuildException($"{FullPath} has no {begin} followed by {end}");
    }
}
