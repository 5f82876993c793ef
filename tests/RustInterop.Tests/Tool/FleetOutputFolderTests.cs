using RustInterop.Tests.Support;

namespace RustInterop.Tests.Tool;

public sealed class FleetOutputFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Output => _folder.PathOf("new/output");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Fleet_OutputDir_HasBothStreamsOfEachHost()
    {
        ProcessResult fleet = await RunAsync("-w", "a,b", @"printf 'of %s\n\033[2J' $HOST; test $HOST = b || echo oops >&2");

        fleet.ExitCode.Should().Be(0);
        fleet.Stdout.Should().Contain("a: of a\n");
        Files().Should().BeEquivalentTo(new Dictionary<string, string>
        {
            ["a.out"] = "of a\n\u001b[2J",
            ["a.err"] = "oops\n",
            ["b.out"] = "of b\n\u001b[2J",
            ["b.err"] = "",
        });
    }

    [Fact]
    public async Task Fleet_OutputDirForOddNames_StaysWithinTheFolder()
    {
        string longName = new('x', 1000);

        ProcessResult fleet = await RunAsync("-w", $"../a,.,[::1]:22,ü%,{longName},{longName}y", "echo $HOST");

        fleet.ExitCode.Should().Be(0);
        Dictionary<string, string> files = Files();
        files.Should().HaveCount(12);
        files.Should().Contain("%2E.%2Fa.out", "../a\n").And.Contain("%2E.out", ".\n").And.Contain("[%3A%3A1]%3A22.out", "[::1]:22\n")
            .And.Contain("%C3%BC%25.out", "ü%\n");
        files.Values.Should().Contain($"{longName}\n").And.Contain($"{longName}y\n");
    }

    [Fact]
    public async Task Fleet_OutputDirOfAnEarlierRun_KeepsNothingOfTheHosts()
    {
        await RunAsync("-w", "a,b,c", "echo old; echo old >&2");

        await RunAsync("-w", "a,b", "-f1", "--max-failures", "0", "echo new; false");

        Files().Should().BeEquivalentTo(new Dictionary<string, string>
        {
            ["a.out"] = "new\n",
            ["a.err"] = "",
            ["c.out"] = "old\n",
            ["c.err"] = "old\n",
        });
    }

    [LinuxFact]
    public async Task Fleet_OutputDirOnAFullDisk_SaysSoAndExitsWith3()
    {
        Directory.CreateDirectory(Output);
        File.CreateSymbolicLink($"{Output}/a.out", "/dev/full");

        ProcessResult fleet = await RunAsync("-w", "a,b", "-f1", "echo hi");

        fleet.ExitCode.Should().Be(3);
        fleet.Stderr.Should().MatchRegex(": 2 succeeded\nfleet: --output-dir: 1 file was not written: No space left on device.*a.out'\n$");
        Files().Keys.Should().BeEquivalentTo(["a.err", "b.out", "b.err"], "a part of an output would look like all of it");
    }

    [Fact]
    public async Task Fleet_OutputDirThatIsAFile_IsRefusedBeforeTheRun()
    {
        string file = _folder.PathOf("file");
        await File.WriteAllTextAsync(file, "");

        ProcessResult fleet = await BuiltProgram.Fleet.RunAsync("-wa", "--transport", "local", "--output-dir", file, "echo hi");

        fleet.ExitCode.Should().Be(2);
        fleet.Stdout.Should().BeEmpty();
        fleet.Stderr.Should().StartWith($"fleet: --output-dir: '{file}' cannot be used: ");
    }

    private Dictionary<string, string> Files() =>
        Directory.GetFiles(Output).ToDictionary(path => Path.GetFileName(path), File.ReadAllText);

    private Task<ProcessResult> RunAsync(params string[] arguments) =>
        BuiltProgram.Fleet.RunAsync(["--transport", "local", "--output-dir", Output, .. arguments]);
}
