using System.Text.Json;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Tool;

public sealed class FleetFoldingTests
{
    [Fact]
    public async Task Fleet_ManyHostsNotStarted_CountsThemAndNamesTheFirst()
    {
        // Which do not fold.
        string[] odd = [.. Names(200_000).Where((_, index) => index % 2 == 0)];
        ProcessResult fleet = await RunOnAsync(odd, "-f1", "--max-failures", "0", "--transport", "local", "false");

        fleet.ExitCode.Should().Be(1);
        fleet.Stderr.Should().MatchRegex(
            "^\\[1/100000] h1 failed, exit code 1, .* s\n100000 hosts in .* s: 1 failed, 99999 not started\nfailed: h1\n"
            + "not started: h\\[3,5,.*,2001] and 98999 more \\(--json has all\\)\n$");
    }

    [Fact]
    public async Task Fleet_ManyHostsNotStartedWithJson_KeepsEveryOne()
    {
        ProcessResult fleet = await RunOnAsync(
            Names(100_000), "-f1", "--max-failures", "0", "--json", "--transport", "local", "false");

        ProcedureOutput output = JsonSerializer.Deserialize(fleet.Stdout, ProcedureJson.Output)!;
        output.Hosts.Should().HaveCount(100_000);
        output.Hosts[^1].Should().BeEquivalentTo(new { Host = "h100000", Outcome = HostOutcome.NotStarted });
    }

    [Fact]
    public async Task Fleet_ManyHostsFailAlike_HaveLinesForTheFirstAndForEachDoubling()
    {
        ProcessResult fleet = await RunOnAsync(Names(90), "-f1", "--transport", "local", "exit 3");

        string[] lines = fleet.Stderr.Split('\n');
        lines[..20].Should().OnlyContain(line => line.Contains("failed, exit code 3, "));
        lines[20].Should().Match("[40/90] h40 failed, exit code 3, * s (40 hosts like this so far; not all are shown)");
        lines[21].Should().Match("[80/90] h80 failed, exit code 3, * s (80 hosts like this so far; not all are shown)");
        lines[22].Should().StartWith("90 hosts in ");
        lines[23].Should().Be("failed: h[1-90]");
    }

    [Fact]
    public async Task Fleet_ManyHostsWithCutOutput_AreFoldedToo()
    {
        ProcessResult fleet = await RunOnAsync(Names(30), "-f1", "--output-limit", "1", "--transport", "local", "echo hi");

        fleet.Stdout.Split(": [… 2 bytes left out …]\n").Should().HaveCount(31);
        fleet.Stderr.Split("output cut off").Should().HaveCount(21);
    }

    [Fact]
    public async Task Fleet_HostsFailForDifferentReasonsOrSucceed_HaveALineEach()
    {
        ProcessResult fleet = await RunOnAsync(
            Names(60), "-f1", "--transport", "local", "number=${HOST#h}; exit $((number > 30 ? 0 : number))");

        fleet.Stderr.Split('\n').Count(line => line.StartsWith('[')).Should().Be(60);
    }

    [ToolFact("ssh")]
    public async Task Fleet_ErrorsThatDifferInTheAddressOnly_AreOneReason()
    {
        using TemporaryFolder folder = new();
        string configuration = folder.PathOf("ssh_config");
        await File.WriteAllLinesAsync(
            configuration, Names(30).Select((name, index) => $"Host {name}\nHostName 127.0.1.{index + 1}\nPort {index + 1}"));

        ProcessResult fleet = await RunOnAsync(Names(30), $"--ssh-argument=-F{configuration}", "-u20", "true");

        fleet.Stderr.Split('\n').Count(line => line.StartsWith('[')).Should().Be(20);
        fleet.Stderr.Should().Contain("127.0.1.").And.Contain("unreachable: h[1-30]\n");
    }

    [ToolFact("ssh")]
    public async Task Fleet_ErrorsThatDifferInTheNameOnly_AreOneReason()
    {
        // Names that no resolver looks up.
        string[] hosts = [.. Enumerable.Range(0, 26).Select(number => $"host..{(char)('a' + number)}")];

        ProcessResult fleet = await RunOnAsync(hosts, "--ssh-argument=-F/dev/null", "-u20", "true");

        fleet.Stderr.Split('\n').Count(line => line.StartsWith('[')).Should().Be(20);
        fleet.Stderr.Should().Contain("resolve hostname host..").And.Contain($"unreachable: {string.Join(',', hosts)}\n");
    }

    private static string[] Names(int count) => [.. Enumerable.Range(1, count).Select(number => $"h{number}")];

    private static Task<ProcessResult> RunOnAsync(string[] hosts, params string[] arguments) =>
        BuiltProgram.Fleet.RunWithInputAsync(string.Join('\n', hosts), ["--hosts-file", "-", .. arguments]);
}
