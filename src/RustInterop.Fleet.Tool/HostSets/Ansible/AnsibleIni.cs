using System.Text.RegularExpressions;

namespace RustInterop.Fleet.Tool.HostSets.Ansible;

/// <summary>Reads an inventory in INI: <c>[group]</c>, <c>[group:children]</c> and <c>[group:vars]</c>.</summary>
internal sealed partial class AnsibleIni
{
    private readonly AnsibleInventory _inventory;
    private readonly HashSet<string> _declared = [AnsibleInventory.AllGroup, AnsibleInventory.Ungrouped];
    // A group may be declared after a section that needs it.
    private readonly List<(string Name, int Line, Action<AnsibleGroup> Use)> _references = [];

    private AnsibleGroup _group;
    private string _kind = "";
    private int _line;

    private AnsibleIni(AnsibleInventory inventory)
    {
        _inventory = inventory;
        _group = inventory.Group(AnsibleInventory.Ungrouped);
    }

    /// <exception cref="InvalidDataException">This is not such an inventory.</exception>
    public static void Read(AnsibleInventory inventory, string path, string text)
    {
        AnsibleIni ini = new(inventory);
        try
        {
            foreach (string line in text.ReplaceLineEndings("\n").Split('\n'))
            {
                ini._line++;
                ini.Read(line.Trim());
            }

            ini.Complete();
        }
        catch (FormatException exception)
        {
            throw new InvalidDataException($"{path}, line {ini._line}: {exception.Message}", exception);
        }
    }

    private void Read(string text)
    {
        if (text is [] or [';' or '#', ..])
        {
            return;
        }

        if (Section().Match(text) is { Success: true } section)
        {
            Begin(section.Groups["name"].Value, section.Groups["kind"].Value);
        }
        else if (text is ['[', .., ']'])
        {
            throw new FormatException($"not a section: {text}");
        }
        else
        {
            Action<string> read = _kind switch { "vars" => ReadVariable, "children" => ReadChild, _ => ReadHosts };
            read(text);
        }
    }

    private void Begin(string name, string kind)
    {
        if (kind is not ("" or "hosts" or "vars" or "children"))
        {
            throw new FormatException($"a section has hosts, vars or children, not '{kind}'");
        }

        _kind = kind;
        if (kind == "vars")
        {
            // Not added yet: an undeclared one is an error.
            _references.Add((name, _line, _ => { }));
        }
        else
        {
            _declared.Add(name);
        }

        _group = _inventory.Group(name);
    }

    private void ReadHosts(string text)
    {
        IReadOnlyList<string> words = ShellWords.Split(text, comments: true);
        _inventory.Add(_group, words[0], words.Skip(1).Select(Variable));
    }

    private void ReadVariable(string text)
    {
        (string name, string value) = Variable(text);
        _group.Variables[name.Trim()] = value.Trim();
    }

    private void ReadChild(string text)
    {
        AnsibleGroup parent = _group;
        Match child = GroupName().Match(text);
        string name = child.Success ? child.Groups["name"].Value : throw new FormatException($"not a group: {text}");
        _references.Add((name, _line, parent.Add));
    }

    private void Complete()
    {
        foreach ((string name, int line, Action<AnsibleGroup> use) in _references)
        {
            _line = line;
            bool isKnown = _declared.Contains(name);
            use(isKnown ? _inventory.Group(name) : throw new FormatException($"there is no group '{name}'"));
        }
    }

    private static KeyValuePair<string, string> Variable(string text) => text.Split('=', 2) is [string name, string value]
        ? new(name, value)
        : throw new FormatException($"not a variable and its value: {text}");

    [GeneratedRegex(@"^\[(?<name>[^:\]\s]+)(:(?<kind>\w+))?\]\s*(\#.*)?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Section();

    [GeneratedRegex(@"^(?<name>[^:\]\s]+)\s*(\#.*)?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex GroupName();
}
