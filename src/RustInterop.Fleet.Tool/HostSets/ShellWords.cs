using System.Text;

namespace RustInterop.Fleet.Tool.HostSets;

/// <summary>Splits a line into words as a POSIX shell does, with quotes and backslashes; nothing is replaced.</summary>
internal static class ShellWords
{
    /// <param name="line">The line.</param>
    /// <param name="comments">Whether <c>#</c> begins a comment, in a word too, as Python's <c>shlex</c> has it.</param>
    /// <exception cref="FormatException">A quotation is not closed.</exception>
    public static IReadOnlyList<string> Split(string line, bool comments)
    {
        List<string> words = [];
        StringBuilder? word = null;
        for (int index = 0; index < line.Length && !(comments && line[index] == '#'); index++)
        {
            char character = line[index];
            if (char.IsWhiteSpace(character))
            {
                Complete(words, ref word);
                continue;
            }

            word ??= new StringBuilder();
            index = character switch
            {
                '\'' or '"' => ReadQuotation(line, index, word),
                '\\' => ReadEscape(line, index, word),
                _ => Read(character, index, word),
            };
        }

        Complete(words, ref word);
        return words;
    }

    private static void Complete(List<string> words, ref StringBuilder? word)
    {
        if (word is not null)
        {
            words.Add(word.ToString());
            word = null;
        }
    }

    private static int Read(char character, int index, StringBuilder word)
    {
        word.Append(character);
        return index;
    }

    private static int ReadEscape(string line, int index, StringBuilder word) =>
        index + 1 < line.Length ? Read(line[index + 1], index + 1, word) : throw new FormatException("nothing follows the backslash");

    private static int ReadQuotation(string line, int start, StringBuilder word)
    {
        char quote = line[start];
        for (int index = start + 1; index < line.Length; index++)
        {
            if (line[index] == quote)
            {
                return index;
            }

            // In double quotes, a backslash keeps its meaning only before these two.
            bool isEscape = quote == '"' && line[index] == '\\' && index + 1 < line.Length && line[index + 1] is '"' or '\\';
            index += isEscape ? 1 : 0;
            word.Append(line[index]);
        }

        throw new FormatException($"a quotation is not closed: {line[start..]}");
    }
}
