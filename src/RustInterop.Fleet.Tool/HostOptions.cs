using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;
using RustInterop.Fleet.Tool.HostSets.Ansible;
using RustInterop.Fleet.Tool.HostSets.Groups;

namespace RustInterop.Fleet.Tool;

/// <summary>The options that name the hosts.</summary>
internal sealed class HostOptions
{
    private readonly Option<string[]> _hosts = new("--hosts", "-w")
    {
        Description = "Hosts, such as web1,node[01-16] or @group. May be given several times.",
        HelpName = "host,...",
    };

    private readonly Option<string[]> _exclude = new("--exclude", "-x")
    {
        Description = "Hosts to leave out, written like those of -w.",
        HelpName = "host,...",
    };

    private readonly Option<string[]> _group = new("--group", "-g")
    {
        Description = "Groups of hosts.",
        HelpName = "group,...",
    };

    private readonly Option<string[]> _excludeGroup = new("--exclude-group", "-X")
    {
        Description = "Groups of hosts to leave out.",
        HelpName = "group,...",
    };

    private readonly Option<bool> _all = new("--all", "-a")
    {
        Description = "All hosts of the inventory, or of the default source of groups.",
    };

    private readonly Option<string[]> _hostsFile = new("--hosts-file")
    {
        Description = "A file of further hosts, written like those of -w, on lines; # begins a comment. - is standard input.",
        HelpName = "file",
    };

    private readonly Option<string[]> _inventory = new("--inventory", "-i")
    {
        Description = "An Ansible inventory in INI or YAML, whose groups and hosts may be named. May be given several times.",
        HelpName = "file",
    };

    private readonly Option<string?> _groups = new("--groups")
    {
        Description = "Where groups are: a groups.conf of clustershell, or one of its YAML files; those of this machine unless given.",
        HelpName = "file",
    };

    public HostOptions()
    {
        _group.CompletionSources.Add(context => GroupNames(context.ParseResult));
        _excludeGroup.CompletionSources.Add(context => GroupNames(context.ParseResult));
    }

    /// <summary>The options.</summary>
    public IReadOnlyList<Option> All => [.. Naming, _exclude, _excludeGroup, _inventory, _groups];

    private Option[] Naming => [_hosts, _group, _all, _hostsFile];

    /// <summary>Adds an error if no option names hosts.</summary>
    public void Check(CommandResult result)
    {
        if (Naming.All(option => result.GetResult(option) is null))
        {
            result.AddError("No hosts. Name them with -w, -g or -a, or in a file with --hosts-file, before the action.");
        }
    }

    /// <summary>Reads what the options name.</summary>
    /// <exception cref="InvalidDataException">This is not usable, or there are no hosts.</exception>
    public HostList Read(ParseResult result)
    {
        AnsibleInventory? inventory = ReadInventory(result);
        HostList hosts = new(Groups(result, inventory), inventory);
        ForEach(result, _hosts, hosts.Add);
        ForEach(result, _group, hosts.AddGroups);
        if (result.GetValue(_all))
        {
            hosts.AddAll(_all.Name);
        }

        ForEach(result, _hostsFile, (_, path) => hosts.AddFile(path));
        ForEach(result, _exclude, hosts.Exclude);
        ForEach(result, _excludeGroup, hosts.ExcludeGroups);
        hosts.Complete();
        return hosts;
    }

    private IEnumerable<CompletionItem> GroupNames(ParseResult result)
    {
        try
        {
            return [.. Groups(result, ReadInventory(result)).Names.Select(name => new CompletionItem(name))];
        }
        catch (Exception exception) when (exception is FormatException or InvalidDataException)
        {
            // A shell has no place for it, and the run will say it.
            return [];
        }
    }

    private AnsibleInventory? ReadInventory(ParseResult result) =>
        Values(result, _inventory) is { Length: > 0 } paths ? AnsibleInventory.Read(paths) : null;

    private HostGroups Groups(ParseResult result, AnsibleInventory? inventory) =>
        new(inventory, new Lazy<GroupSources>(() => result.GetValue(_groups) is { } path
            ? GroupsConfiguration.Read(path)
            : GroupsConfiguration.Search(Environment.GetEnvironmentVariable)));

    private static string[] Values(ParseResult result, Option<string[]> option) => result.GetValue(option) ?? [];

    private static void ForEach(ParseResult result, Option<string[]> option, Action<string, string> add)
    {
        foreach (string value in Values(result, option))
        {
            add(option.Name, value);
        }
    }
}
