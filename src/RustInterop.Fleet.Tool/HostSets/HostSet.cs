using System.Collections;

namespace RustInterop.Fleet.Tool.HostSets;

/// <summary>Names of hosts, each once, in the order in which they came.</summary>
internal sealed class HostSet : IReadOnlyCollection<string>
{
    /// <summary>More hosts than this are a mistake: <c>node[1-10000000]</c> would only fill the memory.</summary>
    public const int Most = 1_000_000;

    private readonly HashSet<string> _seen = [];
    private List<string> _names = [];

    public int Count => _names.Count;

    public bool Contains(string name) => _seen.Contains(name);

    /// <exception cref="FormatException">These are more than <see cref="Most"/>.</exception>
    public void Add(string name)
    {
        if (!_seen.Add(name))
        {
            return;
        }

        if (_seen.Count > Most)
        {
            throw TooMany();
        }

        _names.Add(name);
    }

    /// <inheritdoc cref="Add(string)"/>
    public void Add(IEnumerable<string> names)
    {
        foreach (string name in names)
        {
            Add(name);
        }
    }

    /// <summary>Removes what the other has.</summary>
    public void Except(HostSet other) => Keep(name => !other.Contains(name));

    /// <summary>Removes what the other does not have.</summary>
    public void Intersect(HostSet other) => Keep(other.Contains);

    /// <summary>Removes what both have, and adds what only the other has.</summary>
    public void ExceptCommon(HostSet other)
    {
        string[] added = [.. other.Where(name => !Contains(name))];
        Except(other);
        Add(added);
    }

    public IEnumerator<string> GetEnumerator() => _names.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public static FormatException TooMany() => new(string.Create(null, $"more than {Most} hosts"));

    private void Keep(Predicate<string> isKept)
    {
        _names = _names.FindAll(isKept);
        _seen.IntersectWith(_names);
    }
}
