using RustInterop.Tests.Support;

namespace RustInterop.Tests.Tool;

public sealed class FleetCompletionTests
{
    [Theory]
    [InlineData("--timeout\n--transport\n", "fleet --t")]
    [InlineData("local\nssh\n", "fleet -w a --transport ")]
    [InlineData("ssh\n", "fleet -w a --transport s")]
    [InlineData("--timeout\n--transport\n", "fleet -w a -f3 --t")]
    [InlineData("", "fleet -w a uptime --t")]
    [InlineData("", "fleet -w a uptime -- ")]
    public async Task Fleet_Suggest_CompletesOptionsAndTheirValues(string suggestions, string line)
    {
        ProcessResult fleet = await BuiltProgram.Fleet.RunAsync($"[suggest:{line.Length}]", line);

        fleet.Should().Be(new ProcessResult(0, suggestions, ""));
    }

    [ToolFact("bash")]
    public async Task Fleet_LinesForBashInTheReadme_CompleteALine()
    {
        string readme = await File.ReadAllTextAsync(Repository.PathOf("src", "RustInterop.Fleet.Tool", "README.md"));
        string lines = readme.Split("# bash\n")[1].Split("```")[0];

        using TemporaryFolder folder = new();
        string script = folder.PathOf("script");
        // The variables are those that bash sets.
        await File.WriteAllTextAsync(script, $$"""
            program=("$@")
            fleet() { "${program[@]}" "$@"; }
            {{lines}}
            COMP_LINE='fleet --t'
            COMP_POINT=9
            _fleet
            complete -p fleet
            printf '%s ' "${COMPREPLY[@]}"
            """);

        ProcessResult bash = await BuiltProgram.Fleet.RunInShellAsync($"exec bash '{script}' \"$@\"");

        bash.Should().Be(new ProcessResult(0, "complete -o default -F _fleet fleet\n--timeout --transport ", ""));
    }
}
