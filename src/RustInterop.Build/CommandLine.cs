using System.Text;

namespace RustInterop.Build;

/// <summary>Arguments in one text, as a project file has them.</summary>
internal static class CommandLine
{
    /// <summary>Splits a text at white space that is not between single or double quotes. Nothing else has a meaning.</summary>
    /// <exception cref="FormatException">A quote is not closed.</exception>
    public static IReadOnlyList<string> Split(string text)
    {
        List<string> words = [];
        StringBuilder? word = null;
        char? quote = null;
        foreach (char character in text)
        {
            if (quote is null && char.IsWhiteSpace(character))
            {
                AddWord();
            }
            else if (quote is null && character is '"' or '\'')
            {
                quote = character;
                word ??= new();
            }
            else if (character == quote)
            {
                quote = null;
            }
            else
            {
                (word ??= new()).Append(character);
            }
        }

        if (quote is not null)
        {
            throw new FormatException($"The quote {quote} is not closed in: {text}");
        }

        AddWord();
        return words;

        void AddWord()
        {
            if (word is not null)
            {
                words.Add(word.ToString());
                word = null;
            }
        }
    }
}
