using System.CommandLine.Parsing;
using System.Globalization;

namespace Fleet;

/// <summary>Reads a time from the command line: seconds, fractions allowed.</summary>
internal static class Seconds
{
    public static TimeSpan Parse(ArgumentResult result)
    {
        string text = result.Tokens.Single().Value;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds)
            && seconds < TimeSpan.MaxValue.TotalSeconds)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        result.Refuse(text, "is not a number of seconds, such as 90 or 0.5.");
        return default;
    }
}
