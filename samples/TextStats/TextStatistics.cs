using System.Text.Json.Serialization;

namespace TextStats;

/// <summary>How many words a text has, how many different ones, and which of them most often.</summary>
internal sealed record TextStatistics(long Words, int Distinct, IReadOnlyList<WordCount> Top)
{
    /// <summary>What another result says otherwise; null where it says the same.</summary>
    public string? DifferenceFrom(TextStatistics other)
    {
        if (Words != other.Words || Distinct != other.Distinct)
        {
            return $"{Words} words, {Distinct} distinct; not {other.Words}, {other.Distinct}";
        }

        return Top.SequenceEqual(other.Top) ? null : $"{string.Join(", ", Top)}; not {string.Join(", ", other.Top)}";
    }
}

/// <summary>A word, and how often it stands in the text.</summary>
internal sealed record WordCount(string Word, long Count)
{
    public override string ToString() => $"{Count} x '{Word}'";
}

/// <summary>What is to be counted, how many of the most frequent words are wanted, and on how many threads.</summary>
internal sealed record CountInput(string Path, int Top, int Threads);

/// <summary>How many bytes of the file have been read, and how many it has.</summary>
internal sealed record CountProgress(long Read, long Total);

/// <summary>The JSON of these records, as strict as that of native/src/lib.rs, which they mirror.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(CountInput))]
[JsonSerializable(typeof(TextStatistics))]
[JsonSerializable(typeof(CountProgress))]
internal sealed partial class TextStatisticsJson : JsonSerializerContext;
