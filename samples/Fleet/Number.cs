using System.CommandLine.Parsing;
using System.Globalization;

namespace Fleet;

/// <summary>Reads a whole number from the command line.</summary>
internal static class Number
{
    /// <summary>A parser for numbers of a range.</summary>
    public static Func<ArgumentResult, int> Between(int least, int most) => result =>
    {
        string text = result.Tokens.Single().Value;
        if (!int.TryParse(text, CultureInfo.InvariantCulture, out int number) || number < least || number > most)
        {
            result.Refuse(text, $"is not a number from {least} to {most}.");
        }

        return number;
    };
}
