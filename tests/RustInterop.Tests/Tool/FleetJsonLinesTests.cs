using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Tool;

public sealed class FleetJsonLinesTests
{
    [Fact]
    public async Task Fleet_JsonLines_HaveEachHostAndTheEnd()
    {
        ProcessResult fleet = await BuiltProgram.Fleet.RunAsync(
            "-w", "a,b,c", "-f1", "--max-failures", "0", "--job-id", "7", "--json-lines", "--transport", "local", "echo \"$HOST\"; test $HOST = a");

        fleet.ExitCode.Should().Be(1);
        JsonNode[] lines = [.. fleet.Stdout.TrimEnd('\n').Split('\n').Select(line => JsonNode.Parse(line)!)];
        lines.Select(line => $"{line["event"]} {line["host"]} {line["outcome"]} {line["completed"]}/{line["total"]}").Should()
            .Equal(
                "start a  /", "host a succeeded 1/3", "start b  /", "host b failed 2/3", "host c not_started 2/3", "end   /");
        lines[2].ToJsonString().Should().Be("""{"event":"start","host":"b","attempt":1}""");
        lines[3]["stdout"]!.GetValue<string>().Should().Be("b\n");
        lines[^1].ToJsonString().Should().Be(
            """{"event":"end","job_id":7,"result":"success","message":"1 host failed","failed_hosts":["b"]}""");
    }

    [Fact]
    public async Task Fleet_JsonLines_AppearAsEachHostEnds()
    {
        Marker marker = new();
        using Process fleet = BuiltProgram.Fleet.Start(
            "-w", "a,b", "-f", "1", "--json-lines", "--transport", "local", $"{marker.Export} test $HOST = a || exec sleep 1000");

        string? start = await fleet.StandardOutput.ReadLineAsync();
        string? first = await fleet.StandardOutput.ReadLineAsync();
        await Command.SignalAsync(fleet, "INT");
        string rest = await fleet.StandardOutput.ReadToEndAsync();
        await fleet.WaitForExitAsync();

        start.Should().Be("""{"event":"start","host":"a","attempt":1}""");
        first.Should().StartWith("""{"event":"host","completed":1,"total":2,"host":"a","outcome":"succeeded",""");
        rest.Should().Contain("\"outcome\":\"cancelled\"").And.Contain("\"result\":\"cancelled\"");
        fleet.ExitCode.Should().Be(130);
        await Marker.WaitUntilAsync(() => marker.Processes().Count == 0, "nothing is left running");
    }

    [ToolFact("script")]
    public async Task Fleet_JsonLinesOnTerminal_AreNotDrawnOver()
    {
        ProcessResult fleet = await BuiltProgram.Fleet.RunOnTerminalAsync(
            "-wa,b", "-f1", "--json-lines", "--transport", "local", "echo hi");

        fleet.Stdout.Should().NotContain("\u001b");
        fleet.Stdout.Split("\r\n").Where(line => line.StartsWith('{')).Select(line => JsonDocument.Parse(line)).Should().HaveCount(5);
    }
}
