using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace TextStats;

/// <summary>The same statistics in plain C#, on one thread and without a string for each word.</summary>
internal static class PlainStatistics
{
    private const int BlockLength = 128 * 1024;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);

    private static readonly SearchValues<char> WhiteSpace =
        SearchValues.Create([.. Enumerable.Range(0, char.MaxValue).Select(code => (char)code).Where(char.IsWhiteSpace)]);

    private static readonly SearchValues<char> Punctuation = SearchValues.Create(@"!""#$%&'()*+,-./:;<=>?@[\]^_`{|}~");

    public static TextStatistics Count(
        string path, int top, IProgress<CountProgress>? progress, CancellationToken cancellation)
    {
        using FileStream file = File.OpenRead(path);
        using StreamReader reader = new(file, Utf8, detectEncodingFromByteOrderMarks: false, BlockLength);
        Dictionary<string, long> counts = [];
        char[] buffer = new char[BlockLength];
        int held = 0;
        bool ended = false;
        while (!ended)
        {
            cancellation.ThrowIfCancellationRequested();
            int length = held + reader.ReadBlock(buffer, held, buffer.Length - held);
            ended = length < buffer.Length;
            Span<char> text = buffer.AsSpan(0, length);
            // The last word may continue in the next block, so it is kept for then.
            int end = ended ? length : Math.Max(0, text.LastIndexOfAny(WhiteSpace));
            Add(counts, text[..end]);
            text[end..].CopyTo(buffer);
            held = length - end;
            if (held == buffer.Length)
            {
                Array.Resize(ref buffer, 2 * buffer.Length);
            }

            progress?.Report(new CountProgress { Read = (ulong)file.Position, Total = (ulong)file.Length });
        }

        return new TextStatistics { Words = (ulong)counts.Values.Sum(), Distinct = (ulong)counts.Count, Top = Top(counts, top) };
    }

    private static void Add(Dictionary<string, long> counts, Span<char> text)
    {
        foreach (ref char character in text)
        {
            character = char.IsAsciiLetterUpper(character) ? (char)(character | 0x20) : character;
        }

        Dictionary<string, long>.AlternateLookup<ReadOnlySpan<char>> lookup =
            counts.GetAlternateLookup<ReadOnlySpan<char>>();
        ReadOnlySpan<char> words = text;
        foreach (Range range in words.SplitAny(WhiteSpace))
        {
            ReadOnlySpan<char> word = words[range];
            int start = word.IndexOfAnyExcept(Punctuation);
            if (start >= 0)
            {
                word = word[start..(word.LastIndexOfAnyExcept(Punctuation) + 1)];
                CollectionsMarshal.GetValueRefOrAddDefault(lookup, word, out _)++;
            }
        }
    }

    private static WordCount[] Top(Dictionary<string, long> counts, int length) =>
        [.. counts
            .OrderByDescending(count => count.Value)
            .ThenBy(count => count.Key, CodePointOrder.Instance)
            .Take(length)
            .Select(count => new WordCount { Word = count.Key, Count = (ulong)count.Value })];
}
