using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace RustInterop.Fleet.Tool.HostSets.Ansible;

/// <summary>Reads an inventory in YAML: groups with <c>hosts</c>, <c>children</c> and <c>vars</c>.</summary>
internal sealed partial class AnsibleYaml
{
    // A group in itself, by an anchor, would be deeper than any.
    private const int Deepest = 100;

    private readonly AnsibleInventory _inventory;
    private readonly YamlFile _file;

    private AnsibleYaml(AnsibleInventory inventory, YamlFile file)
    {
        _inventory = inventory;
        _file = file;
    }

    /// <summary>Whether a file is YAML: by the end of its name, or else by its first line, such as <c>---</c> or <c>all:</c>.</summary>
    public static bool IsYaml(string path, string text)
    {
        if (Path.GetExtension(path) is ".yaml" or ".yml" or ".json")
        {
            return true;
        }

        string? first = text.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line is not ([] or ['#', ..]));
        return first is not null && YamlStart().IsMatch(first);
    }

    /// <exception cref="InvalidDataException">This is not such an inventory.</exception>
    public static void Read(AnsibleInventory inventory, string path, string text)
    {
        YamlFile file = YamlFile.Parse(path, text);
        AnsibleYaml yaml = new(inventory, file);
        foreach ((string name, YamlNode group) in file.Members(file.Root, "an inventory"))
        {
            switch (name)
            {
                case "plugin":
                    throw file.Error(group, "the configuration of a plugin; give what `ansible-inventory --list --yaml` makes of it");
                case "_meta":
                    throw file.Error(group, "the output of `ansible-inventory --list`; it needs --yaml as well");
                default:
                    yaml.ReadGroup(name, group, 0);
                    break;
            }
        }
    }

    private AnsibleGroup ReadGroup(string name, YamlNode node, int depth)
    {
        if (depth > Deepest)
        {
            throw _file.Error(node, $"group '{name}' is in more than {Deepest} others");
        }

        AnsibleGroup group = _inventory.Group(name);
        foreach ((string kind, YamlNode members) in _file.Members(node, "a group"))
        {
            foreach ((string member, YamlNode value) in Members(members, kind))
            {
                try
                {
                    ReadMember(group, kind, member, value, depth);
                }
                catch (FormatException exception)
                {
                    throw _file.Error(value, exception.Message);
                }
            }
        }

        return group;
    }

    private void ReadMember(AnsibleGroup group, string kind, string name, YamlNode value, int depth)
    {
        switch (kind)
        {
            case "hosts":
                _inventory.Add(group, name, Variables(_file.Members(value, "a host")));
                break;
            case "children":
                group.Add(ReadGroup(name, value, depth + 1));
                break;
            case "vars":
                foreach ((_, string text) in Variables([(name, value)]))
                {
                    group.Variables[name] = text;
                }

                break;
            default:
                throw new FormatException($"a group has hosts, children and vars, not '{kind}'");
        }
    }

    // A single host or group may be a text instead of a mapping.
    private IEnumerable<(string Name, YamlNode Value)> Members(YamlNode node, string kind) =>
        node is YamlScalarNode && _file.Text(node) is { Length: > 0 } single
            ? [(single, new YamlScalarNode())]
            : _file.Members(node, kind);

    // Lists and mappings are nothing that fleet knows.
    private IEnumerable<KeyValuePair<string, string>> Variables(IEnumerable<(string Name, YamlNode Value)> variables) =>
        variables.Where(pair => pair.Value is YamlScalarNode).Select(pair => KeyValuePair.Create(pair.Name, _file.Text(pair.Value)));

    // In INI, a port follows a colon.
    [GeneratedRegex(@"^(---|\{|[^\s\[]+:(\s|\z))", RegexOptions.ExplicitCapture)]
    private static partial Regex YamlStart();
}
