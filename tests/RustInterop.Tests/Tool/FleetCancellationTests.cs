using System.Diagnostics;
using System.Text.Json;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Tool;

public sealed class FleetCancellationTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task Fleet_Signal_ShowsTheResultsSoFarAndExitsWith130(string signal)
    {
        Marker marker = new();
        using Process fleet = BuiltProgram.Fleet.Start(
            "-w", "a,b,c,d", "-f", "2", "--transport", "local",
            $"{marker.Export} test $HOST = a && echo done && exit; sleep 1000 & sleep 1000");
        string? first = await fleet.StandardOutput.ReadLineAsync();
        await Marker.WaitUntilAsync(() => Sleeping(marker) == 4, "b and c are running");

        await Command.SignalAsync(fleet, signal);

        string stderr = await fleet.StandardError.ReadToEndAsync();
        await fleet.WaitForExitAsync();
        first.Should().Be("a: done");
        fleet.ExitCode.Should().Be(130);
        stderr.Should().Contain("[1/4] a succeeded").And.Contain("Cancelling. Press Ctrl-C again to end at once.\n");
        stderr.Should().MatchRegex("\nCancelled. 4 hosts in .* s: 1 succeeded, 2 cancelled, 1 not started\n");
        stderr.Should().EndWith("\ncancelled: b,c\nnot started: d\n");
        await Marker.WaitUntilAsync(() => marker.Processes().Count == 0, "nothing is left running");
    }

    [Fact]
    public async Task Fleet_SignalWithJson_PrintsTheResultsSoFar()
    {
        Marker marker = new();
        using Process fleet = BuiltProgram.Fleet.Start(
            "-w", "a,b", "-f", "1", "--json", "--transport", "local", $"{marker.Export} test $HOST = a || exec sleep 1000");
        string? first = await fleet.StandardError.ReadLineAsync();
        await Marker.WaitUntilAsync(() => Sleeping(marker) == 1, "b runs");

        await Command.SignalAsync(fleet, "INT");

        string stdout = await fleet.StandardOutput.ReadToEndAsync();
        await fleet.WaitForExitAsync();
        first.Should().StartWith("[1/2] a succeeded");
        fleet.ExitCode.Should().Be(130);
        ProcedureOutput output = JsonSerializer.Deserialize(stdout, ProcedureJson.Output)!;
        output.Result.Should().Be(ProcedureResult.Cancelled);
        output.Hosts.Select(host => host.Outcome).Should().Equal(HostOutcome.Succeeded, HostOutcome.Cancelled);
        await Marker.WaitUntilAsync(() => marker.Processes().Count == 0, "nothing is left running");
    }

    [Fact]
    public async Task Fleet_SecondSignalWhileNobodyReadsItsOutput_EndsAtOnce()
    {
        Marker marker = new();
        using TemporaryFolder folder = new();
        string written = folder.PathOf("written");
        using Process fleet = BuiltProgram.Fleet.Start(
            "-w", "a,b", "--output-limit", "1000000", "--transport", "local",
            $"{marker.Export} test $HOST = b && exec sleep 1000; head -c 999999 /dev/zero; touch '{written}'");
        await Marker.WaitUntilAsync(() => File.Exists(written) && Sleeping(marker) == 1, "a has filled the pipe and b is running");

        using CancellationTokenSource timeout = new(Timeout);
        await Command.SignalAsync(fleet, "INT");
        string? notice = await fleet.StandardError.ReadLineAsync(timeout.Token);
        await Command.SignalAsync(fleet, "INT");

        await fleet.WaitForExitAsync(timeout.Token);
        notice.Should().Be("Cancelling. Press Ctrl-C again to end at once.");
        fleet.ExitCode.Should().Be(130);
        (await fleet.StandardError.ReadToEndAsync()).Should().BeEmpty("it had no time for a summary");
        await Marker.WaitUntilAsync(() => marker.Processes().Count == 0, "nothing is left running");
    }

    [Fact]
    public async Task Fleet_SignalWhileOutputGoesToOneFile_KeepsEveryLineThere()
    {
        using TemporaryFolder folder = new();
        string file = folder.PathOf("output");
        string started = folder.PathOf("started");

        ProcessResult shell = await BuiltProgram.Fleet.RunInShellAsync(
            $"\"$@\" >'{file}' 2>&1 & while ! test -e '{started}'; do sleep 0.1; done; kill -TERM $!; wait $!",
            "-w", "a,b", "-f", "1", "--transport", "local",
            $"echo hi; test $HOST = a || {{ touch '{started}'; exec sleep 1000; }}");

        shell.ExitCode.Should().Be(130);
        string text = await File.ReadAllTextAsync(file);
        // The notice and the last host come from two threads.
        text.Should().ContainAll(
            "a: hi\n", "[1/2] a succeeded, ", "Cancelling. Press Ctrl-C again to end at once.\n", "b: hi\n", "[2/2] b cancelled, ");
        text.Should().MatchRegex("\nCancelled. 2 hosts in .* s: 1 succeeded, 1 cancelled\ncancelled: b\n$");
    }

    private static int Sleeping(Marker marker) =>
        marker.Processes().Count(process => process.Contains(": sleep ", StringComparison.Ordinal));
}
