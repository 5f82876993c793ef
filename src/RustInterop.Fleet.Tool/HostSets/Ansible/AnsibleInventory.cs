using RustInterop.Fleet.Tool.HostSets.Groups;

namespace RustInterop.Fleet.Tool.HostSets.Ansible;

/// <summary>The hosts and groups of Ansible inventories, each a file in INI or YAML.</summary>
internal sealed class AnsibleInventory : IGroupSource
{
    public const string AllGroup = "all";
    public const string Ungrouped = "ungrouped";

    private readonly OrderedDictionary<string, AnsibleGroup> _groups = new()
    {
        [AllGroup] = new(AllGroup),
        [Ungrouped] = new(Ungrouped),
    };

    private readonly OrderedDictionary<string, Dictionary<string, string>> _hosts = [];

    public IReadOnlyList<string> Names => [.. _groups.Keys];

    public string All => string.Join(',', _hosts.Keys);

    /// <summary>Reads files as one inventory.</summary>
    /// <exception cref="InvalidDataException">A file cannot be read, or is not an inventory.</exception>
    public static AnsibleInventory Read(IEnumerable<string> paths)
    {
        AnsibleInventory inventory = new();
        foreach (string path in paths)
        {
            string text = HostFiles.ReadText(path);
            if (AnsibleYaml.IsYaml(path, text))
            {
                AnsibleYaml.Read(inventory, path, text);
            }
            else
            {
                AnsibleIni.Read(inventory, path, text);
            }
        }

        return inventory;
    }

    public string? Find(string group) => group switch
    {
        AllGroup => All,
        Ungrouped => string.Join(',', _hosts.Keys.Where(IsUngrouped)),
        _ when _groups.TryGetValue(group, out AnsibleGroup? found) => string.Join(',', found.Hosts),
        _ => null,
    };

    /// <summary>The address of a host of the inventory, which may have another name, user or port; otherwise its name.</summary>
    /// <exception cref="FormatException">A variable has a value that only Ansible understands.</exception>
    public string Address(string host) =>
        _hosts.TryGetValue(host, out Dictionary<string, string>? variables)
            ? new AnsibleAddress(host, name => variables.GetValueOrDefault(name) ?? GroupVariable(host, name)).Text
            : host;

    /// <summary>The group with this name, which is made if it is not there.</summary>
    public AnsibleGroup Group(string name)
    {
        if (!_groups.TryGetValue(name, out AnsibleGroup? group))
        {
            _groups.Add(name, group = new AnsibleGroup(name));
        }

        return group;
    }

    public bool HasGroup(string name) => _groups.ContainsKey(name);

    /// <summary>Adds the hosts of an entry to a group.</summary>
    /// <exception cref="FormatException">The entry is not usable.</exception>
    public void Add(AnsibleGroup group, string entry, IEnumerable<KeyValuePair<string, string>> variables)
    {
        AnsibleHostPattern pattern = AnsibleHostPattern.Parse(entry);
        foreach (string host in pattern.Hosts)
        {
            if (!_hosts.TryGetValue(host, out Dictionary<string, string>? known))
            {
                _hosts.Add(host, known = []);
            }

            if (_hosts.Count > HostSet.Most)
            {
                throw HostSet.TooMany();
            }

            group.Add(host);
            if (pattern.Port is { } port)
            {
                known[AnsibleAddress.PortVariable] = port;
            }

            foreach ((string name, string value) in variables)
            {
                known[name] = value;
            }
        }
    }

    private bool IsUngrouped(string host) =>
        _groups.Values.Where(group => group.Name is not (AllGroup or Ungrouped)).All(group => !group.Contains(host));

    // A group goes before those that it is in, as far as they are from all.
    private string? GroupVariable(string host, string name) =>
        _groups.Values
            .Where(group => group.Variables.ContainsKey(name) && (group.Name == AllGroup || group.Contains(host)))
            .OrderBy(group => group.Depth)
            .ThenBy(group => group.Priority)
            .ThenBy(group => group.Name, StringComparer.Ordinal)
            .LastOrDefault()?.Variables[name];
}
