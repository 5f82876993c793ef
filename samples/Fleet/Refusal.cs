using System.CommandLine.Parsing;

namespace Fleet;

/// <summary>Refuses the value of an option.</summary>
internal static class Refusal
{
    public static void Refuse(this ArgumentResult result, string text, string reason) =>
        result.AddError($"{(result.Parent as OptionResult)?.Option.Name}: '{text}' {reason}");
}
