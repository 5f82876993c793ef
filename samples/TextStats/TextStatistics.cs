namespace TextStats;

/// <content>The rest is written by the build, from native/src/lib.rs.</content>
internal sealed partial record TextStatistics
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

/// <content>For <see cref="TextStatistics.DifferenceFrom"/>.</content>
internal sealed partial record WordCount
{
    public override string ToString() => $"{Count} x '{Word}'";
}
