using System.Text.RegularExpressions;

namespace RustInterop.Fleet.Tool.HostSets.Groups;

/// <summary>Definitions of groups, in which white space separates hosts too.</summary>
internal static partial class GroupText
{
    /// <summary>Makes it an expression: <c>web1 web2</c> becomes <c>web1,web2</c>.</summary>
    public static string Read(string definition) => Separator().Replace(definition.Trim(), ",");

    [GeneratedRegex(@"(?<![\s,!&^])\s+(?![\s,!&^])")]
    private static partial Regex Separator();
}
