using RustInterop.Fleet.Tool.HostSets;
using RustInterop.Fleet.Tool.HostSets.Groups;

namespace RustInterop.Tests.Tool.HostSets;

/// <summary>Evaluates expressions.</summary>
internal static class Sets
{
    /// <summary>Evaluates an expression without groups, and separates the names by commas.</summary>
    internal static string Expand(string expression) => Expand(expression, new GroupSources());

    internal static string Expand(string expression, GroupSources sources) =>
        Expand(expression, new HostGroups(inventory: null, new(() => sources)));

    internal static string Expand(string expression, IGroupSource inventory) =>
        Expand(expression, new HostGroups(inventory, new(() => new GroupSources())));

    private static string Expand(string expression, HostGroups groups) =>
        string.Join(',', HostExpression.Parse(expression).Evaluate(operand => groups.Find(operand)));
}
