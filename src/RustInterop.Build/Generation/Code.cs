using System.Globalization;
using System.Text;

namespace RustInterop.Build;

/// <summary>C# text, indented by its braces.</summary>
internal sealed class Code
{
    private readonly StringBuilder _text = new();
    private int _depth;

    /// <summary>Adds a line.</summary>
    public void Line(string text = "")
    {
        if (text.Length > 0)
        {
            _text.Append(' ', 4 * _depth).Append(text);
        }

        _text.Append('\n');
    }

    /// <summary>Adds an empty line, unless a block has just begun.</summary>
    public void Gap()
    {
        if (_text.Length > 0 && !_text.ToString(Math.Max(0, _text.Length - 2), Math.Min(2, _text.Length)).EndsWith("{\n", StringComparison.Ordinal))
        {
            Line();
        }
    }

    /// <summary>Adds a line, and braces around what follows until the result is disposed.</summary>
    public IDisposable Block(string text, string end = "}")
    {
        Line(text);
        Line("{");
        _depth++;
        return new End(this, end);
    }

    public override string ToString() => _text.ToString();

    /// <summary>The C# literal of a text.</summary>
    public static string Literal(string text)
    {
        StringBuilder literal = new("\"");
        foreach (char character in text)
        {
            literal.Append(character switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                < ' ' or '\u007F' or '\u0085' or '\u2028' or '\u2029' => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}"),
                _ => character.ToString(),
            });
        }

        return literal.Append('"').ToString();
    }

    private sealed class End(Code code, string text) : IDisposable
    {
        public void Dispose()
        {
            code._depth--;
            code.Line(text);
        }
    }
}
