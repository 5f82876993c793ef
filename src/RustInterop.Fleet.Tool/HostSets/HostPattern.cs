namespace RustInterop.Fleet.Tool.HostSets;

/// <summary>A name with ranges: <c>rack[1-2]node[01-16,20].example.com</c>.</summary>
internal sealed class HostPattern
{
    // What stands before, between and after the brackets, which are one fewer.
    private readonly List<string> _texts = [];
    private readonly List<IReadOnlyList<HostRange>> _numbers = [];

    private HostPattern(string text)
    {
        string before = "";
        int index = 0;
        while (text.IndexOf('[', index) is >= 0 and int open)
        {
            int close = text.IndexOf(']', open);
            string inner = text[(open + 1)..close];
            if (HostExpression.IsAddress(inner))
            {
                before += text[index..(close + 1)];
            }
            else
            {
                _texts.Add(before + text[index..open]);
                _numbers.Add([.. inner.Split(',').Select(HostRange.Parse)]);
                before = "";
            }

            index = close + 1;
        }

        _texts.Add(before + text[index..]);
    }

    // Exact as far as it matters, and without overflow.
    private double Count => _numbers.Aggregate(1.0, (count, ranges) => count * ranges.Sum(range => (double)range.Count));

    /// <summary>The names, with the numbers of the last brackets first.</summary>
    /// <param name="text">An operand of a <see cref="HostExpression"/>, so its brackets are closed.</param>
    /// <exception cref="FormatException">It has a bad range, or more than <see cref="HostSet.Most"/> names.</exception>
    public static IEnumerable<string> Expand(string text)
    {
        try
        {
            HostPattern pattern = new(text);
            return pattern.Count <= HostSet.Most ? pattern.Names() : throw HostSet.TooMany();
        }
        catch (FormatException exception)
        {
            throw new FormatException($"'{text}': {exception.Message}", exception);
        }
    }

    private IEnumerable<string> Names()
    {
        IEnumerable<string> names = [_texts[0]];
        for (int place = 0; place < _numbers.Count; place++)
        {
            IReadOnlyList<HostRange> ranges = _numbers[place];
            string after = _texts[place + 1];
            names = names.SelectMany(name => Numbers(ranges), (name, number) => name + number + after);
        }

        return names;
    }

    private static IEnumerable<string> Numbers(IReadOnlyList<HostRange> ranges)
    {
        foreach (HostRange range in ranges)
        {
            for (long index = 0; index < range.Count; index++)
            {
                yield return range[index];
            }
        }
    }
}
