using RustInterop.Fleet.Tool.HostSets.Groups;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Tool.HostSets;

public sealed class YamlGroupsTests
{
    // The example of clustershell, shortened.
    private const string Cluster = """
        roles:
            adm: 'example0'
            io: '@racks:rack2,example2'
            compute: '@racks:rack[3-4]'
            # Without this, all is every group.
            all: '@io,@compute'
        racks:
            rack1: 'example[0,2]'
            rack2: 'example[4-5]'
            rack3: 'example[32-34]'
            rack4: example[34-36]
            old: '@rack[1,3]'
            rack5:
                - 'example[200-201]' # a list
                - 'example245'
                - 'example300,example[401-402]'
            spaced: example1 example2
            none:
        cpu: &cpu
            ivy: 'example[32-33]'
            hsw: '@roles:compute!@ivy'
        merged:
            <<: *cpu
        """;

    [Theory]
    [InlineData("@adm", "example0")]
    [InlineData("@io", "example4,example5,example2")]
    [InlineData("@roles:compute", "example32,example33,example34,example35,example36")]
    [InlineData("@racks:old", "example0,example2,example32,example33,example34")]
    [InlineData("@racks:rack[1-2]", "example0,example2,example4,example5")]
    [InlineData("@racks:rack5", "example200,example201,example245,example300,example401,example402")]
    [InlineData("@racks:spaced", "example1,example2")]
    [InlineData("@racks:none", "")]
    [InlineData("@cpu:hsw", "example34,example35,example36")]
    [InlineData("@merged:ivy", "example32,example33")]
    [InlineData("@*", "example4,example5,example2,example32,example33,example34,example35,example36")]
    [InlineData("@cpu:*", "example32,example33,example34,example35,example36")]
    [InlineData("@io!example4", "example5,example2")]
    [InlineData("example3?", "example32,example33,example34,example35,example36")]
    [InlineData("*[3-4]", "example33,example4,example34")]
    public void Evaluate_Group_IsItsHosts(string expression, string hosts)
    {
        Expand(Cluster, expression).Should().Be(hosts);
    }

    [Theory]
    [InlineData("@nope", "group '@nope': there is no such group, only adm, io, compute, all")]
    [InlineData("@nope:web", "group '@nope:web': there is no group source 'nope', only roles, racks, cpu, merged")]
    [InlineData("@@racks", "'@@racks': names of groups are not hosts")]
    public void Evaluate_UnknownGroup_SaysWhatThereIs(string expression, string message)
    {
        FluentActions.Invoking(() => Expand(Cluster, expression)).Should().Throw<FormatException>().WithMessage(message);
    }

    [Theory]
    [InlineData("s: {a: '@b', b: '@c', c: 'x,@a'}", "group '@a': group '@b': group '@c': group '@a' contains itself")]
    [InlineData("s: {a: '@s:a'}", "group '@a': group '@s:a': group '@s:a' contains itself")]
    [InlineData("s: {a: 'x*'}", "group '@a': group '@*': group '@a' contains itself")]
    [InlineData("s: {a: 'node[1-'}", "group '@a': 'node[1-': the bracket is not closed, at character 5")]
    public void Evaluate_DefinitionThatIsNotUsable_NamesTheGroups(string yaml, string message)
    {
        FluentActions.Invoking(() => Expand(yaml, "@a")).Should().Throw<FormatException>().WithMessage(message);
    }

    [Fact]
    public void Evaluate_GroupsThatNameOthersTwice_TakesEachOnce()
    {
        IEnumerable<string> groups = Enumerable.Range(1, 100).Select(number => $"  g{number}: '@g{number - 1},@g{number - 1}'");

        Expand(string.Join('\n', ["s:", "  g0: a", .. groups]), "@g100").Should().Be("a");
    }

    [Theory]
    [InlineData("- a\n- b", ", line 1: a file of groups must be a mapping")]
    [InlineData("s:\n  - a", ", line 2: a group source must be a mapping")]
    [InlineData("s:\n  a: b\n  g: {x: y}", ", line 3: must be a text")]
    [InlineData("s:\n  a: 'b", ", line *")]
    [InlineData("", ": not one YAML document.")]
    public void Read_FileThatIsNotOfGroups_NamesTheLine(string yaml, string message)
    {
        FluentActions.Invoking(() => Expand(yaml, "@a")).Should().Throw<InvalidDataException>().WithMessage("*.yaml" + message);
    }

    private static string Expand(string yaml, string expression)
    {
        using TemporaryFolder folder = new();
        string file = folder.PathOf("groups.yaml");
        File.WriteAllText(file, yaml);
        return Sets.Expand(expression, GroupsConfiguration.Read(file));
    }
}
