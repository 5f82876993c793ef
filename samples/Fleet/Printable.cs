namespace Fleet;

/// <summary>
/// Makes text from elsewhere safe to print: a host must not clear the screen, recolour it, or write what looks like
/// another host's line. What could do so appears as its code, such as <c>\x1b</c>.
/// </summary>
internal static class Printable
{
    /// <summary>A text that stays on one line.</summary>
    public static string Line(string text) => Escape(text, keepLines: false);

    /// <summary>A text that keeps its lines.</summary>
    public static string Text(string text) => Escape(text, keepLines: true);

    private static string Escape(string text, bool keepLines) =>
        string.Concat(text.Select(character => IsSafe(character, keepLines) ? $"{character}" : Code(character)));

    private static string Code(char character) =>
        character < 0x100 ? $"\\x{(int)character:x2}" : $"\\u{(int)character:x4}";

    private static bool IsSafe(char character, bool keepLines) => character switch
    {
        '\t' => true,
        '\n' => keepLines,
        // Line and paragraph separators, and the marks that turn the direction of writing.
        '\u2028' or '\u2029' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069') => false,
        _ => !char.IsControl(character),
    };
}
