using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Fleet;

/// <summary>
/// Ends the options at the first word of the action, as ssh and pdsh do: in <c>fleet -w web1 tail -f log</c> the
/// <c>-f</c> is tail's.
/// </summary>
internal static class ActionWords
{
    private const string EndOfOptions = "--";

    public static string[] EndOptions(string[] args, IList<Option> options)
    {
        for (int index = 0; index < args.Length; index++)
        {
            if (args[index] == EndOfOptions)
            {
                break;
            }

            if (!args[index].StartsWith('-'))
            {
                return [.. args[..index], EndOfOptions, .. args[index..]];
            }

            if (options.Any(option => TakesValue(option, args[index])))
            {
                index++;
            }
        }

        return args;
    }

    private static bool TakesValue(Option option, string arg) =>
        option.Arity.MinimumNumberOfValues > 0 && (option.Name == arg || option.Aliases.Contains(arg));
}

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

/// <summary>Refuses the value of an option.</summary>
internal static class Refusal
{
    public static void Refuse(this ArgumentResult result, string text, string reason) =>
        result.AddError($"{(result.Parent as OptionResult)?.Option.Name}: '{text}' {reason}");
}
