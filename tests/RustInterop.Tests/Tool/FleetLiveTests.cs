using System.Diagnostics;
using System.Text.Json.Nodes;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Tool;

public sealed class FleetLiveTests
{
    private static readonly string[] Local = ["--transport", "local"];

    [Fact]
    public async Task Fleet_Live_ShowsWholeLinesAsTheyCome()
    {
        using TemporaryFolder folder = new();
        string seen = folder.PathOf("seen");
        using Process fleet = BuiltProgram.Fleet.Start(
            ["-wa,b", "--live", .. Local, $"test $HOST = b && exit; echo one; printf tw; while ! test -e '{seen}'; do sleep 0.1; done; echo o"]);

        string? first = await fleet.StandardOutput.ReadLineAsync();
        string? other = await fleet.StandardError.ReadLineAsync();
        await File.WriteAllTextAsync(seen, "");
        string rest = await fleet.StandardOutput.ReadToEndAsync();
        string stderr = await fleet.StandardError.ReadToEndAsync();
        await fleet.WaitForExitAsync();

        first.Should().Be("a: one");
        other.Should().StartWith("[1/2] b succeeded");
        rest.Should().Be("a: two\n");
        stderr.Should().MatchRegex("^\\[2/2] a succeeded, .* s\n2 hosts in .* s: 2 succeeded\n$");
        fleet.ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task Fleet_Live_ShowsEachStreamAllAttemptsAndControlCharactersOnce()
    {
        ProcessResult fleet = await BuiltProgram.Fleet.RunAsync(
            ["-wa", "--live", "--retries", "1", "--retry-delay", "0", .. Local, @"printf 'x\033[2J'; printf 'oops\n\007' >&2; exit 1"]);

        fleet.ExitCode.Should().Be(1);
        fleet.Stdout.Should().Be("a: x\\x1b[2J\na: x\\x1b[2J\n");
        fleet.Stderr.Should().MatchRegex(@"^a: oops\na: \\x07\na: oops\na: \\x07\n\[1/1] a failed, exit code 1, 2 attempts, ");
    }

    [Fact]
    public async Task Fleet_LiveLineThatRedrawsItself_ShowsItsLastState()
    {
        ProcessResult fleet = await BuiltProgram.Fleet.RunAsync(
            ["-wa", "--live", .. Local, @"printf '10%%\r20%%\r'; printf '100%%\r\nnext\r'; printf '50%%'"]);

        fleet.Stdout.Should().Be("a: 100%\na: 50%\n");
    }

    [Fact]
    public async Task Fleet_LiveCancelled_ShowsWhatTheActionWroteLast()
    {
        using TemporaryFolder folder = new();
        string started = folder.PathOf("started");
        using Process fleet = BuiltProgram.Fleet.Start(
            ["-wa", "--live", .. Local,
            $"trap 'printf last; exit 3' TERM; seq 1 2000; printf open; touch '{started}'; while :; do sleep 0.01; done"]);
        await Marker.WaitUntilAsync(() => File.Exists(started), "the action has written");

        await Command.SignalAsync(fleet, "INT");

        string stdout = await fleet.StandardOutput.ReadToEndAsync();
        await fleet.WaitForExitAsync();
        stdout.Should().Be(string.Concat(Enumerable.Range(1, 2000).Select(number => $"a: {number}\n")) + "a: openlast\n");
        fleet.ExitCode.Should().Be(130);
    }

    [Fact]
    public async Task Fleet_LiveWithLowOutputLimit_ShowsEverything()
    {
        ProcessResult fleet = await BuiltProgram.Fleet.RunAsync(["-wa", "--live", "--output-limit", "4", .. Local, "seq 1 1000"]);

        fleet.Stdout.Should().Be(string.Concat(Enumerable.Range(1, 1000).Select(number => $"a: {number}\n")));
        fleet.Stderr.Should().NotContain("cut off");
    }

    [Fact]
    public async Task Fleet_LiveWithInventory_NamesHostsAsItDoes()
    {
        using TemporaryFolder folder = new();
        await File.WriteAllTextAsync(folder.PathOf("hosts.ini"), "[web]\nweb1 ansible_host=192.0.2.1\n");

        ProcessResult fleet = await BuiltProgram.Fleet.RunAsync(["-i", folder.PathOf("hosts.ini"), "-gweb", "--live", .. Local, "printf $HOST"]);

        fleet.Stdout.Should().Be("web1: 192.0.2.1\n");
    }

    [Fact]
    public async Task Fleet_LiveJsonLines_HavePiecesOfOutput()
    {
        ProcessResult fleet = await BuiltProgram.Fleet.RunAsync(
            ["-wa", "--live", "--json-lines", "--retries", "1", "--retry-delay", "0", .. Local, "printf out; printf error >&2; exit 1"]);

        JsonNode[] lines = [.. fleet.Stdout.TrimEnd('\n').Split('\n').Select(line => JsonNode.Parse(line)!)];
        lines = [.. lines.Where(line => $"{line["event"]}" != "start")];
        lines.Take(4).Select(line => line.ToJsonString()).Should().BeEquivalentTo(
            """{"event":"output","host":"a","stream":"stdout","attempt":1,"text":"out"}""",
            """{"event":"output","host":"a","stream":"stderr","attempt":1,"text":"error"}""",
            """{"event":"output","host":"a","stream":"stdout","attempt":2,"text":"out"}""",
            """{"event":"output","host":"a","stream":"stderr","attempt":2,"text":"error"}""");
        lines.Skip(4).Select(line => $"{line["event"]}").Should().Equal("host", "end");
        lines[4]["stdout"]!.GetValue<string>().Should().Be("out", "the result is the same as without --live");
    }

    [LinuxFact]
    public async Task Fleet_LiveWhileStdoutIsFull_RunsEveryHostAndSaysSo()
    {
        ProcessResult fleet = await BuiltProgram.Fleet.RunInShellAsync(
            "\"$@\" >/dev/full", ["-wa,b", "--live", .. Local, "echo hi; echo oops >&2"]);

        fleet.ExitCode.Should().Be(3);
        fleet.Stderr.Should().Contain("a: oops\n").And.MatchRegex(
            "2 hosts in .* s: 2 succeeded\nfleet: standard output: No space left on device. Its output is incomplete.\n$");
    }
}
