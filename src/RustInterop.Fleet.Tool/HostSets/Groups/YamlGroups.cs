using YamlDotNet.RepresentationModel;

namespace RustInterop.Fleet.Tool.HostSets.Groups;

/// <summary>A source of groups in a YAML file, as clustershell has them in <c>groups.d</c>.</summary>
internal sealed class YamlGroups : IGroupSource
{
    private readonly OrderedDictionary<string, string> _groups = [];

    private YamlGroups(YamlFile file, YamlNode groups)
    {
        foreach ((string name, YamlNode definition) in file.Members(groups, "a group source"))
        {
            _groups.Add(name, definition is YamlSequenceNode list
                ? string.Join(',', list.Select(file.Text).Select(GroupText.Read))
                : GroupText.Read(file.Text(definition)));
        }
    }

    public IReadOnlyList<string> Names => [.. _groups.Keys];

    public string? All => Find("all");

    public string? Find(string group) => _groups.GetValueOrDefault(group);

    /// <summary>Adds the sources of a file.</summary>
    /// <exception cref="InvalidDataException">The file cannot be read, or is not such a file.</exception>
    public static void AddTo(GroupSources sources, string path)
    {
        YamlFile file = YamlFile.Read(path);
        foreach ((string name, YamlNode groups) in file.Members(file.Root, "a file of groups"))
        {
            sources.Add(name, new YamlGroups(file, groups));
        }
    }
}
