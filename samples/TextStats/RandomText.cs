using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace TextStats;

/// <summary>
/// A large text in a temporary file, which is deleted afterwards. As in natural languages, the second word is about half as
/// frequent as the first, the third a third as frequent, and so on. The same size gives the same text.
/// </summary>
[SuppressMessage("Security", "CA5394:Do not use insecure randomness", Justification = "The same text each time.")]
internal sealed class RandomText : IDisposable
{
    private const int Vocabulary = 50_000;
    private const int WordsPerLine = 12;

    private static readonly string[] Syllables =
        ["a", "be", "ci", "do", "el", "fü", "gra", "ho", "in", "ka", "le", "mö", "na", "or", "pé", "que", "ri", "stra", "to", "un"];

    private readonly Random _random = new(Vocabulary);
    private readonly byte[][] _words;

    public RandomText()
    {
        _words = [.. Enumerable.Range(0, Vocabulary).Select(Word)];
        FilePath = Path.Combine(Path.GetTempPath(), $"text-stats-{Guid.NewGuid():N}.txt");
    }

    public string FilePath { get; }

    public void Write(int megabytes, IProgress<CountProgress>? progress, CancellationToken cancellation)
    {
        long size = megabytes * 1_000_000L;
        using FileStream file = new(FilePath, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 1 << 16);
        while (file.Position < size)
        {
            cancellation.ThrowIfCancellationRequested();
            WriteLine(file);
            progress?.Report(new CountProgress { Read = (ulong)file.Position, Total = (ulong)size });
        }
    }

    public void Dispose() => File.Delete(FilePath);

    private void WriteLine(FileStream file)
    {
        for (int count = 1; count <= WordsPerLine; count++)
        {
            file.Write(_words[(int)Math.Pow(Vocabulary, _random.NextDouble()) - 1]);
            file.Write(count == WordsPerLine ? ".\n"u8 : _random.Next(10) == 0 ? ", "u8 : " "u8);
        }
    }

    /// <summary>Frequent words are short.</summary>
    private byte[] Word(int rank)
    {
        int syllables = 1 + (int)Math.Log10(rank + 1);
        return Encoding.UTF8.GetBytes(string.Concat(_random.GetItems(Syllables, syllables)));
    }
}
