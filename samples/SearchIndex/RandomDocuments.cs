using System.Diagnostics.CodeAnalysis;

namespace SearchIndex;

/// <summary>
/// Documents and queries, the same ones each time. As in natural languages, the second word is about half as frequent as the first,
/// the third a third as frequent, and so on.
/// </summary>
[SuppressMessage("Security", "CA5394:Do not use insecure randomness", Justification = "The same documents each time.")]
internal sealed class RandomDocuments
{
    private static readonly string[] Syllables = ["an", "be", "ci", "do", "el", "fü", "gra", "ho", "in", "ka", "le", "mö", "stra", "to"];

    private readonly Random _random = new(Seed: 1);
    private readonly string[] _words;

    public RandomDocuments() =>
        _words = [.. Enumerable.Range(0, 50_000).Select(rank => string.Concat(_random.GetItems(Syllables, 1 + (int)Math.Log10(rank + 1))))];

    public Document[] Documents(int count) =>
        [.. Enumerable.Range(1, count).Select(number => new Document { Title = $"Document {number}", Text = Text(_random.Next(50, 150)) })];

    public string[] Queries(int count) => [.. Enumerable.Range(0, count).Select(_ => Text(words: 3))];

    private string Text(int words) =>
        string.Join(' ', Enumerable.Range(0, words).Select(_ => _words[(int)Math.Pow(_words.Length, _random.NextDouble()) - 1]));
}
