using System.CommandLine;
using RustInterop.Fleet.Tool;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Tool;

public sealed class HostOptionsTests
{
    [Theory]
    [InlineData("s: {web: a, db: b}", "db", "web")]
    [InlineData("not groups")]
    public void GetCompletions_Group_AreTheNamesOfTheGroups(string groups, params string[] names)
    {
        using TemporaryFolder folder = new();
        string file = folder.PathOf("groups.yaml");
        File.WriteAllText(file, groups);
        RootCommand command = new();
        foreach (Option option in new HostOptions().All)
        {
            command.Add(option);
        }

        command.Parse(["--groups", file, "-g", ""]).GetCompletions().Select(item => item.Label).Should().BeEquivalentTo(names);
    }
}
