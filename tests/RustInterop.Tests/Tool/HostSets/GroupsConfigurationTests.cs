using RustInterop.Fleet.Tool.HostSets.Groups;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Tool.HostSets;

public sealed class GroupsConfigurationTests : IDisposable
{
    private readonly TemporaryFolder _home = new();

    public void Dispose() => _home.Dispose();

    [LinuxTheory]
    [InlineData("@web", "web1,web2,db1")]
    [InlineData("@flat:db", "db1")]
    [InlineData("@*", "web1,web2,db1")]
    [InlineData("@part:x", "x-of-part")]
    [InlineData("@alias:x", "x-of-alias")]
    [InlineData("@files:all", "f1,f2")]
    [InlineData("@part:*", "x-of-part,y-of-part")]
    public void Search_ConfigurationWithAllItMayHave_FindsItsGroups(string expression, string hosts)
    {
        Write(".config/clustershell/groups.conf", """
            # Of this user.
            [Main]
            default: flat
            confdir: "$CFGDIR/groups.conf.d" /no/such/folder
            autodir: $CFGDIR/groups.d
            [flat]
            map: sed -n 's/^$GROUP:\(.*\)/\1/p' groups
            list = sed -n 's/^\([0-9A-Za-z_-]*\):.*/\1/p' groups
            """);
        Write(".config/clustershell/groups", "web:web[1-2] @db\ndb:db1\n");
        Write(".config/clustershell/groups.conf.d/part.conf", """
            [part,alias]
            map: printf '%s-of-%s\n' \
                "$GROUP" ${SOURCE}
            list: echo x y
            """);
        Write(".config/clustershell/groups.d/files.yaml", "files: {all: 'f[1-2]'}");

        Sets.Expand(expression, Search()).Should().Be(hosts);
    }

    [LinuxFact]
    public void Search_SeveralConfigurations_TheFolderOfTheVariableGoesFirst()
    {
        Write("etc/groups.conf", "[Main]\ndefault: a\n[a]\nmap: echo all\n[b]\nmap: echo all\n");
        Write(".config/clustershell/groups.conf", "[a]\nmap: echo user\n[b]\nmap: echo user\n");
        Write("other/groups.conf", "[a]\nmap: echo $CFGDIR\n");

        GroupSources sources = Search(("CLUSTERSHELL_CFGDIR", _home.PathOf("other")));

        Sets.Expand("@x,@b:x", sources).Should().Be($"{_home.PathOf("other")},user");
    }

    [LinuxTheory]
    [InlineData("a;touch x")]
    [InlineData("$(touch x)")]
    [InlineData("a'b")]
    [InlineData("a/w x")]
    [InlineData("-x")]
    public void Evaluate_NameThatIsMoreThanANameForACommand_IsRefused(string name)
    {
        Write("groups.conf", "[a]\nmap: echo $GROUP\n");
        GroupSources sources = GroupsConfiguration.Read(_home.PathOf("groups.conf"));

        FluentActions.Invoking(() => Sets.Expand($"@{name}", sources)).Should().Throw<FormatException>()
            .WithMessage($"group '@{name}': a name for a command *");
        File.Exists(_home.PathOf("x")).Should().BeFalse();
    }

    [LinuxFact]
    public void Evaluate_CommandThatPrintsNothing_IsAnEmptyGroupIfThereIsOne()
    {
        Write("groups.conf", "[a]\nmap: true\nlist: echo idle\n[b]\nmap: true\n");
        GroupSources sources = GroupsConfiguration.Read(_home.PathOf("groups.conf"));

        Sets.Expand("@idle,@b:any", sources).Should().BeEmpty();
        FluentActions.Invoking(() => Sets.Expand("@idel", sources)).Should().Throw<FormatException>()
            .WithMessage("group '@idel': there is no such group, only idle");
    }

    [LinuxFact]
    public void Evaluate_CommandThatFails_SaysWhichAndHow()
    {
        Write("groups.conf", "[slurm]\nmap: test $GROUP = web && exit 3\n");
        GroupSources sources = GroupsConfiguration.Read(_home.PathOf("groups.conf"));

        FluentActions.Invoking(() => Sets.Expand("@web", sources)).Should().Throw<FormatException>()
            .WithMessage("group '@web': exit code 3 of the command of 'slurm': test web = web && exit 3");
        FluentActions.Invoking(() => Sets.Expand("@*", sources)).Should().Throw<FormatException>()
            .WithMessage("group '@*': the source cannot list its groups");
    }

    [Theory]
    [InlineData("[a]\nmap: b\n[a]\nmap: c\n", ", line 3: the section is there twice.")]
    [InlineData("[a]\nmap: b\nMap = c\n", ", line 3: the option is there twice.")]
    [InlineData("map: b\n", ", line 1: an option before the first [section].")]
    [InlineData("# a\n\n[a]\nmap\n", ", line 4: neither a [section] nor an option.")]
    [InlineData("[Main]\ndefault: b\n[a]\nmap: c\n", ": the default group source 'b' does not exist.")]
    public void Read_FileThatIsNotUsable_NamesTheLine(string text, string message)
    {
        Write("groups.conf", text);

        FluentActions.Invoking(() => GroupsConfiguration.Read(_home.PathOf("groups.conf"))).Should().Throw<InvalidDataException>()
            .Which.Message.Should().EndWith($"groups.conf{message}");
    }

    [Fact]
    public void Read_SourceWithoutMap_SaysSo()
    {
        Write("groups.conf", "[a]\nlist: echo b\n");

        FluentActions.Invoking(() => GroupsConfiguration.Read(_home.PathOf("groups.conf"))).Should().Throw<InvalidDataException>()
            .WithMessage("*: the group source 'a' has no option 'map'.");
    }

    [Theory]
    [InlineData("@web", "web1,web2,db1")]
    [InlineData("@dsh:db", "db1")]
    [InlineData("@*", "db1,web1,web2")]
    public void Search_GroupsOfDshOnly_AreTheDefault(string expression, string hosts)
    {
        Write(".dsh/group/web", "# all\nweb[1-2] # two\n\n#include db\n");
        Write(".dsh/group/db", "db1\r\n");

        Sets.Expand(expression, Search(("DSHGROUP_PATH", "/no/such/folder"))).Should().Be(hosts);
    }

    [Fact]
    public void Find_PathAsGroupOfDsh_IsNoGroup()
    {
        Write(".dsh/group/web", "web1");
        Write("secret", "a");

        FluentActions.Invoking(() => Sets.Expand("@../../secret", Search())).Should().Throw<FormatException>()
            .WithMessage("*there is no such group*");
    }

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_home.PathOf(path))!);
        File.WriteAllText(_home.PathOf(path), text);
    }

    private GroupSources Search(params (string Name, string Value)[] variables) => GroupsConfiguration.Search(
        name => name == "HOME" ? _home.FullName : Array.Find(variables, variable => variable.Name == name).Value,
        systemFolder: _home.PathOf("etc"));
}
