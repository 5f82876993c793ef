using System.Buffers;

namespace RustInterop.Fleet.Tool.HostSets;

/// <summary>
/// Operands with operators between them, as clustershell has them: <c>,</c> both, <c>!</c> the first without the second, <c>&amp;</c>
/// what is in both, <c>^</c> what is in only one. They are read from left to right; none goes before another.
/// </summary>
internal sealed class HostExpression
{
    private const int LongestQuote = 60;

    private static readonly SearchValues<char> Operators = SearchValues.Create(",!&^");
    private static readonly SearchValues<char> Special = SearchValues.Create(",!&^[]*? \t");

    private readonly string _text;
    private readonly List<(char Operator, string Operand)> _terms = [];

    private HostExpression(string text)
    {
        _text = text;
        char before = ',';
        int start = 0;
        for (int end = NextOperator(start); end < text.Length; end = NextOperator(start))
        {
            Add(before, start, end);
            before = text[end];
            start = end + 1;
        }

        Add(before, start, text.Length);
    }

    /// <exception cref="FormatException">An operand is missing, or brackets do not match.</exception>
    public static HostExpression Parse(string text) => new(text);

    /// <summary>Whether this is a name of one host and nothing else, and so may stand in an expression.</summary>
    public static bool CanName(string name) => name is [not '@', ..] && !name.AsSpan().ContainsAny(Special);

    /// <summary>Whether what stands in brackets is an IPv6 address, as in <c>[::1]:22</c>. No range has a colon.</summary>
    public static bool IsAddress(string inner) => inner.Contains(':');

    /// <summary>Computes the set, given the hosts of an operand.</summary>
    public HostSet Evaluate(Func<string, IEnumerable<string>> resolve)
    {
        HostSet result = [];
        foreach ((char operation, string operand) in _terms)
        {
            IEnumerable<string> names = resolve(operand);
            if (operation == ',')
            {
                result.Add(names);
                continue;
            }

            HostSet other = [];
            other.Add(names);
            Action<HostSet> apply = operation switch
            {
                '!' => result.Except,
                '&' => result.Intersect,
                _ => result.ExceptCommon,
            };
            apply(other);
        }

        return result;
    }

    private void Add(char operation, int start, int end)
    {
        string operand = _text[start..end].Trim();
        if (operand.Length == 0)
        {
            throw Error("a host is missing", start);
        }

        _terms.Add((operation, operand));
    }

    private int NextOperator(int start)
    {
        int index = _text.Length - _text.AsSpan(start).TrimStart().Length;
        // ^hosts.txt is an operand.
        index += index < _text.Length && _text[index] == '^' ? 1 : 0;
        while (index < _text.Length && !Operators.Contains(_text[index]))
        {
            index = _text[index] switch
            {
                '[' => Close(index) + 1,
                ']' => throw Error("the bracket was not opened", index),
                _ => index + 1,
            };
        }

        return index;
    }

    private int Close(int open)
    {
        int next = _text.AsSpan(open + 1).IndexOfAny('[', ']') + open + 1;
        if (next == open)
        {
            throw Error("the bracket is not closed", open);
        }

        if (_text[next] == '[')
        {
            throw Error("brackets do not stand in brackets", next);
        }

        return next > open + 1 ? next : throw Error("the brackets are empty", open);
    }

    private FormatException Error(string reason, int index)
    {
        int start = Math.Clamp(index - LongestQuote / 2, 0, Math.Max(0, _text.Length - LongestQuote));
        string quote = _text[start..Math.Min(_text.Length, start + LongestQuote)];
        return new FormatException($"'{quote}': {reason}, at character {index + 1}");
    }
}
