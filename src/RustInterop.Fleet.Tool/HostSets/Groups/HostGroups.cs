using System.IO.Enumeration;

namespace RustInterop.Fleet.Tool.HostSets.Groups;

/// <summary>
/// Finds the hosts of an operand: a pattern, a group (<c>@web</c>, <c>@racks:r[1-2]</c>, <c>@*</c>), or what matches <c>web*</c>.
/// </summary>
/// <param name="inventory">The source of groups that are named without one; null for that of the configuration.</param>
/// <param name="configured">The other sources. They are only read if an operand needs them.</param>
internal sealed class HostGroups(IGroupSource? inventory, Lazy<GroupSources> configured)
{
    private const string Everything = "*";
    private const int MostNamesInError = 20;

    // Each group once: groups that name groups twice, which name groups twice, would take for ever.
    private readonly Dictionary<string, HostSet> _resolved = [];
    private readonly HashSet<string> _pending = [];

    /// <summary>The names of the groups of the default source, as far as it can tell.</summary>
    public IReadOnlyList<string> Names => Source(null).Names ?? [];

    /// <summary>All hosts of a source.</summary>
    /// <exception cref="FormatException">The source does not know them, or what it says is not usable.</exception>
    public HostSet All(string? source) => Resolve(source, Everything);

    /// <summary>The hosts of an operand.</summary>
    /// <param name="operand">An operand of a <see cref="HostExpression"/>.</param>
    /// <param name="source">The source of groups that the operand names without one.</param>
    /// <exception cref="FormatException">There is no such group, or a definition is not usable.</exception>
    /// <exception cref="InvalidDataException">A configuration is not usable.</exception>
    public IEnumerable<string> Find(string operand, string? source = null)
    {
        if (operand.StartsWith('@'))
        {
            return HostPattern.Expand(operand[1..]).SelectMany(group => Group(group, source));
        }

        IEnumerable<string> names = HostPattern.Expand(operand);
        return operand.AsSpan().ContainsAny('*', '?') ? names.SelectMany(name => Matching(name, source)) : names;
    }

    private IEnumerable<string> Matching(string pattern, string? source) =>
        All(source).Where(name => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false));

    private HostSet Group(string name, string? source)
    {
        if (name.StartsWith('@'))
        {
            throw new FormatException($"'@{name}': names of groups are not hosts");
        }

        return name.Split(':', 2) is [string other, string group] ? Resolve(other, group) : Resolve(source, name);
    }

    private HostSet Resolve(string? source, string group)
    {
        string name = source is null ? group : $"{source}:{group}";
        if (_resolved.TryGetValue(name, out HostSet? known))
        {
            return known;
        }

        if (!_pending.Add(name))
        {
            throw new FormatException($"group '@{name}' contains itself");
        }

        try
        {
            return _resolved[name] = group == Everything ? EvaluateAll(source) : Evaluate(Definition(source, group), source);
        }
        catch (FormatException exception)
        {
            throw new FormatException($"group '@{name}': {exception.Message}", exception);
        }
        finally
        {
            _pending.Remove(name);
        }
    }

    private HostSet EvaluateAll(string? source)
    {
        if (Source(source).All is { } all)
        {
            return Evaluate(all, source);
        }

        HostSet hosts = [];
        IReadOnlyList<string> names = Source(source).Names ?? throw new FormatException("the source cannot list its groups");
        foreach (string group in names)
        {
            hosts.Add(Resolve(source, group));
        }

        return hosts;
    }

    private HostSet Evaluate(string definition, string? source) =>
        definition.Length == 0 ? [] : HostExpression.Parse(definition).Evaluate(operand => Find(operand, source));

    private string Definition(string? source, string group) =>
        Source(source).Find(group) ?? throw new FormatException($"there is no such group{Known(Source(source).Names)}");

    private static string Known(IReadOnlyList<string>? names) => names switch
    {
        null or [] => "",
        { Count: <= MostNamesInError } => $", only {string.Join(", ", names)}",
        _ => $" among {names.Count}",
    };

    private IGroupSource Source(string? name) => name is null && inventory is not null ? inventory : configured.Value.Find(name);
}
