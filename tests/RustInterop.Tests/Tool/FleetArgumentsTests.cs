using System.Text.Json;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Tool;

public sealed class FleetArgumentsTests
{
    [Theory]
    [InlineData("-wa,b", "-f1", "-u1.5")]
    [InlineData("-u1.5", "-f1", "-wa,b")]
    [InlineData("-f1", "-wa", "-u1.5", "-wb")]
    [InlineData("-f=1", "-w=a,b", "-u=1.5")]
    [InlineData("-f", "1", "-w", "a,b", "-u", "1.5")]
    [InlineData("--fanout=1", "--hosts=a,b", "--timeout=1.5")]
    [InlineData("--fanout:1", "--hosts:a,b", "--timeout:1.5")]
    [InlineData("-wa,b", "--fanout", "1", "-u=1.5")]
    public async Task Fleet_ValueJoinedToItsOptionOrNot_IsParsed(params string[] options)
    {
        ProcessResult fleet = await BuiltProgram.Fleet.RunAsync(
            [.. options, "--max-failures", "0", "--json", "--transport", "local", "test $HOST = a || exec sleep 1000"]);

        fleet.ExitCode.Should().Be(1);
        ProcedureOutput output = JsonSerializer.Deserialize(fleet.Stdout, ProcedureJson.Output)!;
        output.Hosts.Select(host => (host.Host, host.Outcome)).Should()
            .Equal(("a", HostOutcome.Succeeded), ("b", HostOutcome.TimedOut));
        fleet.Stderr.Should().StartWith("[1/2] a succeeded", "one host runs at a time");
    }

    [Theory]
    [InlineData("::1: hi\n", "-w::1")]
    [InlineData("=a: hi\n", "-w==a")]
    [InlineData("a=b: hi\n", "--hosts=a=b")]
    [InlineData("foo: hi\n", "-wfoo")]
    [InlineData("fu: hi\n", "-wfu")]
    public async Task Fleet_JoinedValueThatLooksLikeSyntax_IsUsedUnchanged(string stdout, string option)
    {
        ProcessResult fleet = await BuiltProgram.Fleet.RunAsync(option, "--transport", "local", "echo hi");

        fleet.Stdout.Should().Be(stdout);
    }

    [Theory]
    [InlineData("-w/--json/@x/", "printf", "%s/", "-w", "--json", "@x")]
    [InlineData("-f64/-wb/--/-u5/", "printf", "%s/", "-f64", "-wb", "--", "-u5")]
    [InlineData("-f64/--/--fanout=3/", "--", "printf", "%s/", "-f64", "--", "--fanout=3")]
    [InlineData("[x]/-h/--version/", "--", "printf", "%s/", "[x]", "-h", "--version")]
    public async Task Fleet_WordsOfTheAction_AreNotOptions(string printed, params string[] action)
    {
        ProcessResult fleet = await BuiltProgram.Fleet.RunAsync(["-wa", "--transport=local", .. action]);

        fleet.Stdout.Should().Be($"a: {printed}\n");
    }

    [Theory]
    [InlineData("-f64")]
    [InlineData("--json")]
    public async Task Fleet_ActionWithADashAfterDoubleDash_IsNotAnOption(string action)
    {
        ProcessResult fleet = await BuiltProgram.Fleet.RunAsync("-wa", "--transport=local", "--", action);

        fleet.ExitCode.Should().Be(1);
        fleet.Stderr.Should().Contain("[1/1] a failed");
    }

    [Theory]
    [InlineData("fleet: ssh_arguments: the value of the last option is missing*", "-wa", "--ssh-argument", "-p", "true")]
    [InlineData("fleet: ssh_arguments[0]: *-f*not allowed*", "-w", "a", "--ssh-argument", "-f", "true")]
    [InlineData("fleet: No hosts are named, and '--json' excludes some.*", "-w", "--json", "true")]
    [InlineData("fleet: --hosts: '': a host is missing, at character 1*", "--hosts=", "--json", "true")]
    public async Task Fleet_ValueThatLooksLikeAnOption_IsTheValue(string message, params string[] arguments)
    {
        ProcessResult fleet = await BuiltProgram.Fleet.RunAsync(arguments);

        fleet.ExitCode.Should().Be(2);
        fleet.Stderr.Should().Match(message);
    }
}
