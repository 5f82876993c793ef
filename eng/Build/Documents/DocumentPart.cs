namespace RustInterop.Build.Documents;

/// <summary>The part of a document in docs/ that the build writes, between two comments with its name.</summary>
/// <param name="Document">The file's name.</param>
/// <param name="Name">As in <c>&lt;!-- name --&gt;</c> and <c>&lt;!-- /name --&gt;</c>.</param>
internal sealed record DocumentPart(string Document, string Name)
{
    /// <summary>Replaces the content.</summary>
    /// <exception cref="BuildException">The comments are missing.</exception>
    public async Task WriteAsync(string content)
    {
        string path = Path.Combine(Repository.Root, "docs", Document);
        string begin = $"<!-- {Name} -->";
        string end = $"<!-- /{Name} -->";
        string text = await File.ReadAllTextAsync(path);
        int from = text.IndexOf(begin, StringComparison.Ordinal);
        int to = text.IndexOf(end, StringComparison.Ordinal);
        if (from < 0 || to < from)
        {
            throw new BuildException($"{path} has no {begin} followed by {end}");
        }

        await File.WriteAllTextAsync(path, $"{text[..from]}{begin}\n{content.TrimEnd('\n')}\n{text[to..]}");
    }
}
