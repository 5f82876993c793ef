using System.Text.RegularExpressions;

namespace RustInterop.Fleet.Tool.HostSets.Groups;

/// <summary>Replaces <c>$NAME</c> and <c>${NAME}</c> as Python's <c>Template.safe_substitute</c> does: unknown names stay.</summary>
internal static partial class Variables
{
    public static string Replace(string text, params (string Name, string Value)[] variables) =>
        Reference().Replace(text, match =>
        {
            string name = match.Groups["name"].Value;
            return name == "$" ? name : Array.Find(variables, variable => variable.Name == name).Value ?? match.Value;
        });

    [GeneratedRegex(@"\$((?<name>\$|[_a-zA-Z][_a-zA-Z0-9]*)|\{(?<name>[_a-zA-Z][_a-zA-Z0-9]*)\})", RegexOptions.ExplicitCapture)]
    private static partial Regex Reference();
}
