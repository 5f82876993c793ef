namespace RustInterop.Crossing;

internal static class Utf16
{
    private const char FirstSurrogate = '\uD800';
    private const char LastSurrogate = '\uDFFF';

    /// <summary>
    /// Returns the index of the first surrogate without its other half, which UTF-8 cannot express, or -1 if there is none.
    /// </summary>
    internal static int IndexOfLoneSurrogate(ReadOnlySpan<char> text)
    {
        int start = 0;
        while (true)
        {
            int found = text[start..].IndexOfAnyInRange(FirstSurrogate, LastSurrogate);
            if (found < 0)
            {
                return -1;
            }

            int index = start + found;
            if (index + 1 == text.Length || !char.IsSurrogatePair(text[index], text[index + 1]))
            {
                return index;
            }

            start = index + 2;
        }
    }

    /// <summary>The error for a text that has such a surrogate.</summary>
    /// <param name="parameter">The parameter at fault.</param>
    /// <param name="text">What to call the text.</param>
    /// <param name="index">Where the surrogate is.</param>
    internal static ArgumentException NotUnicode(string parameter, string text, int index) =>
        new($"{text} has half a surrogate pair at index {index}, so it is not valid Unicode.", parameter);
}
