using System.Globalization;

namespace LogAnalyser;

/// <summary>A line of the log, for the plain C#. Mirrors native/src/entry.rs.</summary>
internal ref struct Entry
{
    private const int MinuteLength = 17;

    public ReadOnlySpan<char> Visitor { get; private set; }

    public ReadOnlySpan<char> Minute { get; private set; }

    public ushort Status { get; private set; }

    public ulong Bytes { get; private set; }

    public static bool TryParse(ReadOnlySpan<char> line, out Entry entry)
    {
        entry = default;
        if (!TrySplit(line, ' ', out ReadOnlySpan<char> visitor, out ReadOnlySpan<char> rest)
            || !TrySplit(rest, '[', out _, out rest)
            || !TrySplit(rest, ']', out ReadOnlySpan<char> time, out rest)
            || !TrySplit(rest, '"', out _, out rest)
            || time.Length < MinuteLength)
        {
            return false;
        }

        // A quote of the request itself has a backslash before it.
        bool isEscaped;
        do
        {
            int end = rest.IndexOf("\" ");
            if (end < 0)
            {
                return false;
            }

            isEscaped = rest[..end] is [.., '\\'];
            rest = rest[(end + 2)..];
        }
        while (isEscaped);

        if (!TrySplit(rest, ' ', out ReadOnlySpan<char> status, out rest)
            || !ushort.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out ushort statusNumber))
        {
            return false;
        }

        ReadOnlySpan<char> digits = TrySplit(rest, ' ', out ReadOnlySpan<char> first, out _) ? first : rest;
        ulong bytes = 0;
        if (digits is not "-" && !ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out bytes))
        {
            return false;
        }

        entry = new Entry { Visitor = visitor, Minute = time[..MinuteLength], Status = statusNumber, Bytes = bytes };
        return true;
    }

    private static bool TrySplit(
        ReadOnlySpan<char> text, char separator, out ReadOnlySpan<char> before, out ReadOnlySpan<char> after)
    {
        int index = text.IndexOf(separator);
        before = index < 0 ? text : text[..index];
        after = index < 0 ? default : text[(index + 1)..];
        return index >= 0;
    }
}
