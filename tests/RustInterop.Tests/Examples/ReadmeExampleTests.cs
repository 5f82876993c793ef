using System.Runtime.Versioning;
using RustInterop.Tests.Ssh;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Examples;

[UnsupportedOSPlatform("windows")]
public sealed class ReadmeExampleTests(SshdFixture fixture) : SshTests(fixture)
{
    [SshdFact]
    public async Task ReadmeExample_OneServerDown_PrintsWhatTheReadmeSays()
    {
        Sshd sshd = await SshdAsync();
        sshd.AddProgram("reboot", "exit 0");
        // The example sets no ssh configuration, so an ssh script that is first on the PATH does.
        sshd.AddProgram("ssh", $"exec {Command.Find("ssh")} -F {sshd.Configuration} \"$@\"");

        ProcessResult child = await ChildProgram.RunWithInputAsync(
            "", new Dictionary<string, string?> { ["PATH"] = $"{sshd.Programs}:/usr/bin:/bin" }, "readme-example");

        child.Stderr.Should().BeEmpty();
        child.Stdout.Should().Be("""
            Hello from .NET
            .NET gave us number 2
            1 host failed
            server1

            """);
    }

    [Fact]
    public async Task ReadmeAsyncExample_HostsThatSucceed_PrintsTheProgress()
    {
        ProcessResult child = await ChildProgram.RunAsync("readme-async-example");

        child.Stdout.Should().Be("1 of 2\n2 of 2\n0 hosts failed\n");
    }

    [Theory]
    [InlineData("README.md", "ReadmeExample.cs")]
    [InlineData("docs/fleet.md", "ReadmeAsyncExample.cs")]
    public async Task Document_Shows_TheExample(string document, string example)
    {
        string[] lines = await File.ReadAllLinesAsync(PathOf(example));
        IEnumerable<string> shown = lines
            .SkipWhile(line => !line.EndsWith("// README: begin", StringComparison.Ordinal)).Skip(1)
            .TakeWhile(line => !line.EndsWith("// README: end", StringComparison.Ordinal))
            .Select(line => line.Length == 0 ? "" : line["        ".Length..]);

        (await File.ReadAllTextAsync(Repository.PathOf(document))).ReplaceLineEndings("\n")
            .Should().Contain($"```csharp\n{string.Join('\n', shown)}\n```\n");
    }

    [Theory]
    [InlineData("native/src/lib.rs", "#[derive(Deserialize, Record)]")]
    [InlineData("native/src/lib.rs", "pub struct AnalyseInput {")]
    [InlineData("native/src/lib.rs", "#[rust_interop::export]")]
    [InlineData("native/src/lib.rs", "pub fn analyse(")]
    [InlineData("tests/Acme-Text.Tests/TextAnalysisTests.cs", "AnalyseOutput output = TextAnalysis.Analyse(")]
    public async Task Readme_Shows_TheTemplatesLine(string file, string start)
    {
        string readme = await File.ReadAllTextAsync(Repository.PathOf("README.md"));

        string line = File.ReadLines(Repository.PathOf("templates", "rustlib", file))
            .Select(line => line.Trim()).First(line => line.StartsWith(start, StringComparison.Ordinal));

        readme.Should().Contain($"\n{line}\n");
    }

    private static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "Examples", file);
}
