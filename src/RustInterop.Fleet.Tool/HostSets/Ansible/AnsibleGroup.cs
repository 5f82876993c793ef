using System.Globalization;

namespace RustInterop.Fleet.Tool.HostSets.Ansible;

/// <summary>A group of an inventory.</summary>
internal sealed class AnsibleGroup(string name)
{
    private const string PriorityVariable = "ansible_group_priority";

    private readonly HostSet _hosts = [];
    private readonly List<AnsibleGroup> _children = [];
    private readonly List<AnsibleGroup> _parents = [];

    public string Name { get; } = name;

    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>Its hosts, then those of the groups in it.</summary>
    public IEnumerable<string> Hosts => Descendants.SelectMany(group => group._hosts).Distinct();

    /// <summary>How many groups it is in, one in another; the group all is not counted.</summary>
    public int Depth => Name == AnsibleInventory.AllGroup
        ? 0
        : 1 + _parents.Select(parent => parent.Depth).DefaultIfEmpty(0).Max();

    public int Priority =>
        int.TryParse(Variables.GetValueOrDefault(PriorityVariable), CultureInfo.InvariantCulture, out int priority) ? priority : 1;

    private IEnumerable<AnsibleGroup> Descendants
    {
        get
        {
            HashSet<AnsibleGroup> seen = [];
            Stack<AnsibleGroup> next = new([this]);
            while (next.TryPop(out AnsibleGroup? group))
            {
                if (seen.Add(group))
                {
                    yield return group;
                    foreach (AnsibleGroup child in Enumerable.Reverse(group._children))
                    {
                        next.Push(child);
                    }
                }
            }
        }
    }

    public bool Contains(string host) => Descendants.Any(group => group._hosts.Contains(host));

    /// <exception cref="FormatException">The group would have too many hosts.</exception>
    public void Add(string host) => _hosts.Add(host);

    /// <exception cref="FormatException">The group would contain itself.</exception>
    public void Add(AnsibleGroup child)
    {
        if (child.Descendants.Contains(this))
        {
            throw new FormatException($"group '{child.Name}' would contain itself");
        }

        if (!_children.Contains(child))
        {
            _children.Add(child);
            child._parents.Add(this);
        }
    }
}
