using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text.Json;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Ssh;

[UnsupportedOSPlatform("windows")]
public sealed class SshTimeoutTests(SshdFixture fixture) : SshTests(fixture)
{
    [SshdTheory]
    [InlineData("sleep 1000", 0)]
    [InlineData("sleep 1000 & (sleep 1000; true) & sleep 1000", 0)]
    [InlineData("trap '' HUP TERM; sleep 1000; sleep 1000", 0)]
    [InlineData("trap '' HUP TERM; sleep 1000; sleep 1000", 100_000)]
    public async Task StartProcedure_TimeOut_LeavesNoProcessOnEitherSide(string action, int unread)
    {
        Sshd sshd = await SshdAsync();
        Marker marker = new();

        HostResult host = Rust.StartProcedure(
            sshd.Input($"{marker.Export} echo on; {action}", "up") with
            {
                Timeout = TimeSpan.FromSeconds(4),
                Input = new string('x', unread),
            }).OnlyHost();

        host.Outcome.Should().Be(HostOutcome.TimedOut);
        host.ExitCode.Should().BeNull();
        host.Stdout.Should().Be("on\n");
        await Marker.WaitUntilAsync(() => marker.Processes().Count == 0, "the far side ends the action");
    }

    [SshdFact]
    public async Task StartProcedure_CallerKilled_EndsTheActionOnTheFarSide()
    {
        Sshd sshd = await SshdAsync();
        Marker marker = new();
        string started = Path.Combine(sshd.Folder, "started");
        string input = JsonSerializer.Serialize(
            sshd.Input($"{marker.Export} touch {started}; sleep 1000 & sleep 1000", "up"), ProcedureJson.Input);
        using Process caller = ChildProgram.Start("start-procedure");
        await caller.StandardInput.WriteAsync(input);
        caller.StandardInput.Close();
        await Marker.WaitUntilAsync(() => File.Exists(started), "the action runs");

        caller.Kill();

        await caller.WaitForExitAsync();
        await Marker.WaitUntilAsync(() => marker.Processes().Count == 0, "the far side ends the action");
    }
}
