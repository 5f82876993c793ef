using System.Text.Json;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Tool;

public sealed class FleetStreamsTests
{
    private const string ReportExitCode = "echo \"exit code $?\" >&2";

    [Theory]
    [InlineData(">&-", "", "fleet: standard output: closed or read-only, so nothing was run\n")]
    [InlineData("1</dev/null", "", "fleet: standard output: closed or read-only, so nothing was run\n")]
    [InlineData("<&- >&-", "", "fleet: standard output: closed or read-only, so nothing was run\n")]
    [InlineData("2>&-", "fleet: standard error: closed or read-only, so nothing was run\n", "")]
    [InlineData("<&- 2>&-", "fleet: standard error: closed or read-only, so nothing was run\n", "")]
    [InlineData(">&- 2>&-", "", "")]
    [InlineData("<&- >&- 2>&-", "", "")]
    public async Task Fleet_StreamClosed_SaysSoOnTheOtherAndRunsNothing(string redirections, string stdout, string stderr)
    {
        using TemporaryFolder folder = new();
        string trace = folder.PathOf("trace");

        ProcessResult plain = await RunAsync(redirections, $"touch '{trace}'");
        ProcessResult json = await RunAsync(redirections, $"touch '{trace}'", "--json");
        ProcessResult help = await RunAsync(redirections, "true", "--help");

        plain.Should().Be(new ProcessResult(2, stdout, stderr));
        json.Should().Be(plain);
        help.Should().Be(plain);
        File.Exists(trace).Should().BeFalse();
    }

    [Fact]
    public async Task Fleet_StdinClosed_FailsOnlyIfHostsAreReadFromIt()
    {
        ProcessResult unread = await RunAsync("<&-", "echo hi");
        ProcessResult read = await BuiltProgram.Fleet.RunInShellAsync("\"$@\" <&-", "--hosts-file", "-", "--transport", "local", "true");

        unread.Should().BeEquivalentTo(new { ExitCode = 0, Stdout = "a: hi\nb: hi\n" });
        read.Should().Be(new ProcessResult(2, "", "fleet: standard input: closed or write-only\n"));
    }

    [LinuxFact]
    public async Task Fleet_StdoutFull_ReportsTheOutcomesAndTheLossOnStderr()
    {
        ProcessResult plain = await RunAsync(">/dev/full", "echo hi; test $HOST = a");
        ProcessResult json = await RunAsync(">/dev/full", "echo hi; test $HOST = a", "--json");

        plain.ExitCode.Should().Be(3);
        plain.Stderr.Should().MatchRegex(
            "2 hosts in .* s: 1 succeeded, 1 failed\nfailed: b\nfleet: standard output: No space left on device. Its output is incomplete.\n$");
        json.ExitCode.Should().Be(3);
        json.Stderr.Should().MatchRegex("failed: b\nfleet: standard output: No space left on device. .*\n$");
    }

    [LinuxFact]
    public async Task Fleet_StderrFull_ReportsTheOutcomesAndTheLossOnStdout()
    {
        ProcessResult fleet = await RunAsync("2>/dev/full", "echo hi; test $HOST = a");

        fleet.ExitCode.Should().Be(3);
        fleet.Stdout.Should().MatchRegex(
            "^a: hi\nb: hi\n2 hosts in .* s: 1 succeeded, 1 failed\nfailed: b\n"
            + "fleet: standard error: No space left on device. Its output is incomplete.\n$");
    }

    [LinuxFact]
    public async Task Fleet_StderrFullWithJson_PrintsOnlyTheJson()
    {
        ProcessResult fleet = await RunAsync("2>/dev/full", "echo hi", "--json");

        fleet.ExitCode.Should().Be(3);
        JsonSerializer.Deserialize(fleet.Stdout, ProcedureJson.Output)!.Hosts.Should().OnlyContain(host => host.Stdout == "hi\n");
    }

    [LinuxFact]
    public async Task Fleet_BothFull_ExitsWith3()
    {
        (await RunAsync(">/dev/full 2>&1", "echo hi")).Should().Be(new ProcessResult(3, "", ""));
    }

    [LinuxFact]
    public async Task Fleet_BadInputWhileStderrIsFull_IsReportedOnStdout()
    {
        ProcessResult fleet = await BuiltProgram.Fleet.RunInShellAsync("\"$@\" 2>/dev/full", "-wa b", "--transport", "local", "true");

        fleet.ExitCode.Should().Be(2);
        fleet.Stdout.Should().StartWith("fleet: --hosts: a host name must not have white space or control characters: 'a b'\nfleet: standard error: No space left");
    }

    [LinuxFact]
    public async Task Fleet_HelpWhileStdoutIsFull_SaysSo()
    {
        (await RunAsync(">/dev/full", "true", "--help")).Should().BeEquivalentTo(new
        {
            ExitCode = 3,
            Stderr = "fleet: standard output: No space left on device. Its output is incomplete.\n",
        });
    }

    [Theory]
    [InlineData()]
    [InlineData("--json")]
    public async Task Fleet_ReaderOfStdoutGone_RunsEveryHostAndSaysSo(params string[] options)
    {
        using TemporaryFolder folder = new();
        string gone = folder.PathOf("gone");

        ProcessResult shell = await BuiltProgram.Fleet.RunInShellAsync(
            $"{{ \"$@\"; {ReportExitCode}; }} | {{ exec <&-; touch '{gone}'; }}",
            [.. options, "-wa,b,c", "-f1", "--transport", "local", $"while ! test -e '{gone}'; do sleep 0.1; done; echo hi"]);

        shell.Stderr.Should().MatchRegex(
            "3 hosts in .* s: 3 succeeded\nfleet: standard output: Broken pipe. Its output is incomplete.\nexit code 3\n$");
    }

    [Fact]
    public async Task Fleet_ReaderOfStderrGone_RunsEveryHostAndSaysSoOnStdout()
    {
        using TemporaryFolder folder = new();
        string gone = folder.PathOf("gone");

        ProcessResult shell = await BuiltProgram.Fleet.RunInShellAsync(
            $"exec 3>&1; {{ \"$@\" 2>&1 >&3 3>&-; echo \"exit code $?\" >&3; }} | {{ exec <&-; touch '{gone}'; }}",
            "-wa,b,c", "-f1", "--transport", "local", $"while ! test -e '{gone}'; do sleep 0.1; done; echo hi");

        shell.Stdout.Should().MatchRegex(
            "^a: hi\nb: hi\nc: hi\n3 hosts in .* s: 3 succeeded\nfleet: standard error: Broken pipe. .*\nexit code 3\n$");
    }

    [ToolFact("python3")]
    public async Task Fleet_PipeThatDoesNotBlock_GetsEverything()
    {
        const string Program = """
            import os, subprocess, sys
            reader, writer = os.pipe()
            os.set_blocking(writer, False)
            fleet = subprocess.Popen(sys.argv[1:], stdout=writer)
            os.close(writer)
            text = open(reader, "rb").read()
            print(len(text), fleet.wait())
            """;

        ProcessResult python = await BuiltProgram.Fleet.RunInShellAsync(
            $"python3 -c '{Program}' \"$@\"", "-wa", "--output-limit", "2000000", "--transport", "local", "head -c 1000000 /dev/zero | tr '\\0' x");

        python.Stdout.Should().Be($"{"a: ".Length + 1_000_000 + 1} 0\n");
    }

    private static Task<ProcessResult> RunAsync(string redirections, string action, params string[] options) =>
        BuiltProgram.Fleet.RunInShellAsync(
            $"\"$@\" {redirections}", [.. options, "-wa,b", "-f1", "--transport", "local", action]);
}
