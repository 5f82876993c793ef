using System.CommandLine;
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

    /// <summary>The options.</summary>
    public IReadOnlyList<Option> All => [_hosts, _group, _all, _hostsFile, _exclude, _excludeGroup, _inventory, _groups];

    /// <summary>Adds an error if no option names hosts.</summary>
    public void Check(CommandResult result)
    {
        Option[] naming = [_hosts, _group, _all, _hostsFile];
        if (naming.All(option => result.GetResult(option) is null))
        {
            result.AddError("No hosts. Name them with -w, -g or -a, or in a file with --hosts-file, before the action.");
        }
    }

    /// <summary>Reads what the options name.</summary>
    /// <exception cref="InvalidDataException">This is not usable, or there are no hosts.</exception>
    public HostList Read(ParseResult result)
    {
        AnsibleInventory? inventory = Values(result, _inventory) is { Length: > 0 } paths ? AnsibleInventory.Read(paths) : null;
        HostGroups groups = new(inventory, new Lazy<GroupSources>(() => result.GetValue(_groups) is { } path
            ? GroupsConfiguration.Read(path)
            : GroupsConfiguration.Search(Environment.GetEnvironmentVariable)));
        HostList hosts = new(groups, inventory);
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

    private static string[] Values(ParseResult result, Option<string[]> option) => result.GetValue(option) ?? [];

    private static void ForEach(ParseResult result, Option<string[]> option, Action<string, string> add)
    {
        foreach (string value in Values(result, option))
        {
            add(option.Name, value);
        }
    }
}
