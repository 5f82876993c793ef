using System.Text.Json.Serialization;

namespace TextStats;

/// <summary>The number of words of a text, the number of different words, and the most frequent ones.</summary>
internal sealed record TextStatistics(long Words, int Distinct, IReadOnlyList<WordCount> Top)
{
    /// <summary>Returns the difference from another result, or null if there is none.</summary>
    public string? DifferenceFrom(TextStatistics other)
    {
        if (Words != other.Words || Distinct != other.Distinct)
        {
            return $"{Words} words, {Distinct} distinct; not {other.Words}, {other.Distinct}";
        }

        return Top.SequenceEqual(other.Top) ? null : $"{string.Join(", ", Top)}; not {string.Join(", ", other.Top)}";
    }
}

/// <summary>A word, and how often it occurs in the text.</summary>
internal sealed record WordCount(string Word, long Count)
{
    public override string ToString() => $"{Count} x '{Word}'";
}

/// <summary>The file to count, how many of the most frequent words to return, and how many threads to use.</summary>
internal sealed record CountInput(string Path, int Top, int Threads);

/// <summary>How many bytes of the file have been read, and how many it has.</summary>
internal sealed record CountProgress(long Read, long Total);

/// <summary>The JSON of these records, which mirror native/src/lib.rs, and as strict as there.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(CountInput))]
[JsonSerializable(typeof(TextStatistics))]
[JsonSerializable(typeof(CountProgress))]
internal sealed partial class TextStatisticsJson : JsonSerializerContext;
