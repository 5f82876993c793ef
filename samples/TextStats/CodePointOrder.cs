namespace TextStats;

/// <summary>
/// Orders text by code points, as Rust does. Ordinal order differs: it puts surrogates before the characters from U+E000 on.
/// </summary>
internal sealed class CodePointOrder : IComparer<string>
{
    public static CodePointOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        ReadOnlySpan<char> left = x;
        ReadOnlySpan<char> right = y;
        int common = left.CommonPrefixLength(right);
        if (common == left.Length || common == right.Length)
        {
            return left.Length.CompareTo(right.Length);
        }

        int order = char.IsSurrogate(left[common]).CompareTo(char.IsSurrogate(right[common]));
        return order != 0 ? order : left[common].CompareTo(right[common]);
    }
}
