using System.CommandLine;

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
