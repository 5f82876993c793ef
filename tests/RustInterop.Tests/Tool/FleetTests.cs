using System.Text.Json;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Tool;

public sealed class FleetTests
{
    [Fact]
    public async Task Fleet_AllHostsSucceed_PrintsTheirLinesAndExitsWith0()
    {
        ProcessResult fleet = await BuiltProgram.Fleet.RunAsync(
            "-w", "a,b", "-w", "c", "-f", "1", "--transport", "local", "printf 'one\\r\\ntwo'; echo \"of $HOST\" >&2");

        fleet.ExitCode.Should().Be(0);
        fleet.Stdout.Should().Be("a: one\na: two\nb: one\nb: two\nc: one\nc: two\n");
        Lines(fleet.Stderr).Should().HaveCount(7);
        fleet.Stderr.Should().MatchRegex(
            "^a: of a\n\\[1/3] a succeeded, .* s\nb: of b\n\\[2/3] b succeeded, .* s\nc: of c\n\\[3/3] c succeeded, .* s\n"
            + "3 hosts in .* s: 3 succeeded\n$");
    }

    [Fact]
    public async Task Fleet_SomeHostsFail_NamesThemAndExitsWith1()
    {
        ProcessResult fleet = await BuiltProgram.Fleet.RunAsync(
            "-w", "a,b,c", "-f", "1", "--retries", "1", "--retry-delay", "0", "--transport", "local", "test $HOST = b");

        fleet.ExitCode.Should().Be(1);
        fleet.Stdout.Should().BeEmpty();
        fleet.Stderr.Should().MatchRegex(
            "^\\[1/3] a failed, exit code 1, 2 attempts, .* s\n\\[2/3] b succeeded, .* s\n"
            + "\\[3/3] c failed, exit code 1, 2 attempts, .* s\n3 hosts in .* s: 1 succeeded, 2 failed\nfailed: a,c\n$");
    }

    [Fact]
    public async Task Fleet_Json_IsAloneOnStdout()
    {
        ProcessResult fleet = await BuiltProgram.Fleet.RunAsync(
            "-w", "a,b", "--job-id", "7", "--json", "--transport", "local", "echo hi; echo oops >&2; test $HOST = b");

        fleet.ExitCode.Should().Be(1);
        ProcedureOutput output = JsonSerializer.Deserialize(fleet.Stdout, ProcedureJson.Output)!;
        output.JobId.Should().Be(7);
        output.FailedHosts.Should().Equal("a");
        output.Hosts.Should().OnlyContain(host => host.Stdout == "hi\n" && host.Stderr == "oops\n");
        fleet.Stderr.Should().Contain("a failed, exit code 1").And.NotContain("oops");
    }

    [Fact]
    public async Task Fleet_EveryOption_ReachesTheProcedure()
    {
        ProcessResult fleet = await BuiltProgram.Fleet.RunAsync(
            "-w", "a,b,c", "--timeout", "1.5", "--max-failures", "0", "--fanout", "1", "--output-limit", "3", "--json",
            "--expect-disconnect", "--remote-shell", "none", "--ssh-argument", "-4", "--ssh-argument=-C", "--transport=local",
            "echo 12345; sleep 1000");

        ProcedureOutput output = JsonSerializer.Deserialize(fleet.Stdout, ProcedureJson.Output)!;
        output.Hosts.Select(host => host.Outcome).Should()
            .Equal(HostOutcome.TimedOut, HostOutcome.NotStarted, HostOutcome.NotStarted);
        output.Hosts[0].Stdout.Should().Be("12\n[… 3 bytes left out …]\n\n");
        fleet.Stderr.Should().Contain("timed out: a\nnot started: b,c\n");
    }

    [Fact]
    public async Task Fleet_HostThatWritesControlCharacters_CannotReachTheTerminal()
    {
        ProcessResult fleet = await BuiltProgram.Fleet.RunAsync(
            "-w", "a", "--transport", "local", @"printf 'x\033[2J\rb: y\302\233\342\200\256\tz\n'; printf '\007\n' >&2");

        fleet.Stdout.Should().Be("a: x\\x1b[2J\\x0db: y\\x9b\\u202e\tz\n");
        fleet.Stderr.Should().StartWith("a: \\x07\n");
    }

    private static string[] Lines(string text) => text.TrimEnd('\n').Split('\n');
}
