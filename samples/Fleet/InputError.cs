using System.Text.RegularExpressions;
using RustInterop;

namespace Fleet;

/// <summary>Says what Rust refused.</summary>
internal static partial class InputError
{
    /// <summary>The message, and the host that its path leads to: nobody counts the lines of a long list.</summary>
    public static string Describe(RustException exception, ProcedureInput input) =>
        HostPath().Match(exception.Path ?? "") is { Success: true } match
            ? $"{exception.Message}: '{input.HostList[int.Parse(match.Groups[1].ValueSpan)]}'"
            : exception.Message;

    [GeneratedRegex(@"^host_list\[(\d+)\]$")]
    private static partial Regex HostPath();
}
