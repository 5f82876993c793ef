using System.Buffers;
using System.Runtime.InteropServices;

namespace SearchIndex;

/// <summary>The same index in plain C#. While documents are added, nothing else may use it.</summary>
internal sealed class PlainIndex
{
    private const double Saturation = 1.2;
    private const double LengthWeight = 0.75;

    private static readonly SearchValues<char> Separators = SearchValues.Create(
        [.. Enumerable.Range(0, 128).Select(code => (char)code).Where(character => !char.IsAsciiLetterOrDigit(character))]);

    private readonly List<Document> _documents = [];
    private readonly List<int> _lengths = [];
    private readonly Dictionary<string, List<Posting>> _postings = [];
    private long _words;

    public void AddAll(IEnumerable<Document> documents)
    {
        Dictionary<string, List<Posting>>.AlternateLookup<ReadOnlySpan<char>> lookup =
            _postings.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (Document document in documents)
        {
            int length = 0;
            ReadOnlySpan<char> text = Lower(document.Text);
            foreach (Range word in text.SplitAny(Separators))
            {
                if (!text[word].IsEmpty)
                {
                    length++;
                    Add(CollectionsMarshal.GetValueRefOrAddDefault(lookup, text[word], out _) ??= [], _documents.Count);
                }
            }

            _words += length;
            _lengths.Add(length);
            _documents.Add(document);
        }
    }

    public IReadOnlyList<Hit> Search(string query, int most)
    {
        double[] scores = ArrayPool<double>.Shared.Rent(_documents.Count);
        scores.AsSpan(0, _documents.Count).Clear();
        ReadOnlySpan<char> text = Lower(query);
        foreach (Range word in text.SplitAny(Separators))
        {
            if (_postings.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text[word], out List<Posting>? postings))
            {
                double rarity = Math.Log(1 + ((_documents.Count - postings.Count + 0.5) / (postings.Count + 0.5)));
                foreach (Posting posting in postings)
                {
                    scores[posting.Document] += rarity * Weight(posting.Count, _lengths[posting.Document]);
                }
            }
        }

        Hit[] best = Best(scores.AsSpan(0, _documents.Count), most);
        ArrayPool<double>.Shared.Return(scores);
        return best;
    }

    private double Weight(int count, int length)
    {
        double relative = 1 - LengthWeight + (LengthWeight * length / ((double)_words / _documents.Count));
        return count * (Saturation + 1) / (count + (Saturation * relative));
    }

    private Hit[] Best(ReadOnlySpan<double> scores, int most)
    {
        // The worst first.
        PriorityQueue<int, (double Score, int Order)> best = new();
        for (int document = 0; document < scores.Length; document++)
        {
            if (scores[document] > 0 && best.Count < most)
            {
                best.Enqueue(document, (scores[document], -document));
            }
            else if (scores[document] > 0)
            {
                best.EnqueueDequeue(document, (scores[document], -document));
            }
        }

        Hit[] hits = new Hit[best.Count];
        while (best.TryDequeue(out int document, out _))
        {
            hits[best.Count] = new Hit { Title = _documents[document].Title, Score = scores[document] };
        }

        return hits;
    }

    private static void Add(List<Posting> postings, int document)
    {
        if (postings.Count > 0 && postings[^1].Document == document)
        {
            postings[^1] = postings[^1] with { Count = postings[^1].Count + 1 };
        }
        else
        {
            postings.Add(new Posting(document, 1));
        }
    }

    private static string Lower(string text) => string.Create(text.Length, text, (lower, text) =>
    {
        for (int index = 0; index < lower.Length; index++)
        {
            lower[index] = char.IsAsciiLetterUpper(text[index]) ? (char)(text[index] | 0x20) : text[index];
        }
    });

    private readonly record struct Posting(int Document, int Count);
}
