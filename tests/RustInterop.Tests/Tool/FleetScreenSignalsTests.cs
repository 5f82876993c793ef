using System.Diagnostics;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Tool;

public sealed class FleetScreenSignalsTests
{
    private const string TwoRunning = """
        ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░  0/2  0:00
        2 running
          0:00  a
          0:00  b
        """;

    [LinuxFact("tmux")]
    public async Task Screen_CtrlC_ShowsWhatWasDone()
    {
        using GatedHosts hosts = await GatedHosts.CreateAsync("a", "b");
        await using TmuxTerminal terminal = await ShownRun.RunAsync(80, 16, "-wa,b", hosts.Action);
        await terminal.ShouldShowAsync(TwoRunning);

        await hosts.HaveBegunAsync(2);
        await terminal.PressAsync("C-c");

        (await terminal.WaitForAsync("exit code 130")).Should().StartWith("Cancelling. Press Ctrl-C again to end at once.\n")
            .And.ContainAll("\na cancelled, ", "\nb cancelled, ", "│ cancelled │     2 │ a,b   │\n", "\nCancelled. 2 hosts in ")
            .And.NotContain("running");
        (await terminal.HasCursorAsync()).Should().BeTrue();
    }

    [LinuxFact("tmux")]
    public async Task Screen_CtrlCTwice_EndsAtOnceAndLeavesNothing()
    {
        using TemporaryFolder folder = new();
        Marker marker = await MarkerInAsync(folder);
        // It takes a while to end after the first one.
        await using TmuxTerminal terminal = await ShownRun.RunAsync(
            80, 16, "-wa,b", $". '{folder.PathOf("marker")}'; trap '' TERM; while :; do sleep 1000; done");
        await terminal.ShouldShowAsync(TwoRunning);

        await terminal.PressTwiceAsync("C-c");

        (await terminal.WaitForAsync("exit code 130")).Should().NotContainAny("running", "0/2", "hosts in");
        (await terminal.HasCursorAsync()).Should().BeTrue();
        await Marker.WaitUntilAsync(() => marker.Processes().Count == 0, "nothing is left running");
    }

    [LinuxFact("tmux")]
    public async Task Screen_Quit_LeavesNothing()
    {
        using TemporaryFolder folder = new();
        Marker marker = await MarkerInAsync(folder);
        await using TmuxTerminal terminal = await TmuxTerminal.RunAsync(
            80, 16, "ulimit -c 0; trap : QUIT; \"$@\"; echo \"exit code $?\"",
            ShownRun.CommandLine("-wa,b", $". '{folder.PathOf("marker")}'; exec sleep 1000"));
        await terminal.ShouldShowAsync(TwoRunning);

        await terminal.PressAsync(@"C-\");

        (await terminal.WaitForAsync("exit code 131")).Should().NotContainAny("running", "0/2");
        (await terminal.HasCursorAsync()).Should().BeTrue();
        await Marker.WaitUntilAsync(() => marker.Processes().Count == 0, "nothing is left running");
    }

    [LinuxFact("tmux")]
    public async Task Screen_StoppedAndContinued_IsRemovedAndShownAgain()
    {
        using GatedHosts hosts = await GatedHosts.CreateAsync("a", "b");
        await using TmuxTerminal terminal = await TmuxTerminal.RunAsync(
            80, 16, "set -m; \"$@\"; echo stopped; read line; fg >/dev/null; echo \"exit code $?\"",
            ShownRun.CommandLine("-wa,b", hosts.Action));
        await terminal.ShouldShowAsync(TwoRunning);

        await hosts.HaveBegunAsync(2);
        await terminal.PressAsync("C-z");
        await terminal.ShouldShowAsync("stopped");
        (await terminal.HasCursorAsync()).Should().BeTrue();
        await hosts.EndAsync("a");
        await terminal.PressAsync("Enter");

        await terminal.ShouldShowAsync("""
            stopped

            ████████████████████░░░░░░░░░░░░░░░░░░░░  1/2  0:00  0.0 hosts/s
            1 succeeded, 1 running
              0:00  b
            """);
        await hosts.EndAsync("b");
        await terminal.WaitForAsync("exit code 0");
    }

    [LinuxFact("tmux")]
    public async Task Screen_InTheBackground_IsNotDrawn()
    {
        using GatedHosts hosts = await GatedHosts.CreateAsync("a", "b");
        await using TmuxTerminal terminal = await TmuxTerminal.RunAsync(
            80, 16, "set -m; \"$@\" & read line; fg >/dev/null; echo \"exit code $?\"", ShownRun.CommandLine("-wa,b", hosts.Action));
        await hosts.EndAsync("a", 3);
        await terminal.ShouldShowAsync("a failed, exit code 3, 0.0 s");

        await terminal.PressAsync("Enter");

        await terminal.ShouldShowAsync("""
            a failed, exit code 3, 0.0 s

            ████████████████████░░░░░░░░░░░░░░░░░░░░  1/2  0:00  0.0 hosts/s
            1 failed, 1 running
              0:00  b
            """);
        await hosts.EndAsync("b");
        await terminal.WaitForAsync("exit code 1");
    }

    [LinuxFact]
    public async Task Fleet_UserSignalWithoutATerminal_SaysWhichHostsRun()
    {
        using GatedHosts hosts = await GatedHosts.CreateAsync("a", "b", "c");
        using Process fleet = BuiltProgram.Fleet.Start("-wa,b,c", "-f1", "--live", "--transport=local", $"echo begun; {hosts.Action}");
        await hosts.EndAsync("a", 3);
        string? first = await fleet.StandardError.ReadLineAsync();
        string? begun = await fleet.StandardOutput.ReadLineAsync();
        begun = $"{begun} {await fleet.StandardOutput.ReadLineAsync()}";

        await Command.SignalAsync(fleet, "USR1");
        string? running = await fleet.StandardError.ReadLineAsync();
        string? counts = await fleet.StandardError.ReadLineAsync();
        await hosts.EndAsync("b");
        await hosts.EndAsync("c");
        await fleet.WaitForExitAsync();

        begun.Should().Be("a: begun b: begun");
        first.Should().StartWith("[1/3] a failed");
        running.Should().MatchRegex("^running: [0-9]+:[0-9][0-9] b$");
        counts.Should().Be("1 failed, 1 running, 1 waiting");
        fleet.ExitCode.Should().Be(1);
    }

    // In a file, because the terminal has the action on its own command line.
    private static async Task<Marker> MarkerInAsync(TemporaryFolder folder)
    {
        Marker marker = new();
        await File.WriteAllTextAsync(folder.PathOf("marker"), marker.Export);
        return marker;
    }
}
