namespace RustInterop.Fleet.Tool.HostSets.Groups;

/// <summary>Knows groups of hosts. What it returns are operands and expressions, which may name further groups.</summary>
internal interface IGroupSource
{
    /// <summary>The names of its groups; null if it cannot tell.</summary>
    IReadOnlyList<string>? Names { get; }

    /// <summary>All hosts; null if these are simply the hosts of all groups.</summary>
    string? All { get; }

    /// <summary>The hosts of a group; null if there is no such group.</summary>
    string? Find(string group);
}

/// <summary>The sources of groups, each with the name that stands before the colon in <c>@source:group</c>.</summary>
internal sealed class GroupSources
{
    private readonly OrderedDictionary<string, IGroupSource> _sources = [];

    /// <summary>The source of a group that is named without one: the first, unless a configuration names it.</summary>
    public string? Default { get; set; }

    public bool Contains(string name) => _sources.ContainsKey(name);

    /// <exception cref="InvalidDataException">There is a source with this name.</exception>
    public void Add(string name, IGroupSource source)
    {
        if (!_sources.TryAdd(name, source))
        {
            throw new InvalidDataException($"There are two group sources '{name}'.");
        }
    }

    /// <summary>Finds a source, or the default one.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public IGroupSource Find(string? name)
    {
        if (_sources.Count == 0)
        {
            throw new FormatException("no groups are known: use --inventory or --groups, or write a groups.conf");
        }

        name ??= Default ?? _sources.GetAt(0).Key;
        return _sources.TryGetValue(name, out IGroupSource? source)
            ? source
            : throw new FormatException($"there is no group source '{name}', only {string.Join(", ", _sources.Keys)}");
    }
}
