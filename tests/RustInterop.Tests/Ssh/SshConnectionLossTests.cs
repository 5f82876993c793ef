using System.Runtime.Versioning;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Ssh;

/// <summary>With a listener, because a connection through a program ends in other words.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SshConnectionLossTests(SshdFixture fixture) : SshTests(fixture)
{
    // The parent of the session's shell is the sshd that serves it.
    private const string CutConnection = "kill -9 $PPID; sleep 1000";

    [SshdFact]
    public async Task StartProcedure_ConnectionLost_IsLostAndNotRetried()
    {
        Sshd sshd = await SshdAsync();
        await sshd.ListenAsync();
        string trace = Path.Combine(sshd.Folder, "trace");
        Marker marker = new();

        HostResult host = Rust.StartProcedure(
            sshd.Input($"{marker.Export} echo x >>{trace}; {CutConnection}", "listening") with { Retries = 3 }).OnlyHost();

        host.Outcome.Should().Be(HostOutcome.Lost);
        host.Attempts.Should().Be(1);
        host.ExitCode.Should().BeNull();
        host.Error.Should().NotBeNullOrEmpty();
        (await File.ReadAllLinesAsync(trace)).Should().HaveCount(1);
        await Marker.WaitUntilAsync(() => marker.Processes().Count == 0, "the far side ends the action");

        ProcedureOutput expected = Rust.StartProcedure(
            sshd.Input(marker.Export + CutConnection, "listening") with { ExpectDisconnect = true });

        expected.OnlyHost().Outcome.Should().Be(HostOutcome.Succeeded);
        expected.FailedHosts.Should().BeEmpty();
        expected.Message.Should().Be("0 hosts failed");
        await Marker.WaitUntilAsync(() => marker.Processes().Count == 0, "the far side ends the action");
    }

    [SshdFact]
    public async Task StartProcedure_ExpectDisconnectButNeverConnected_IsUnreachable()
    {
        Sshd sshd = await SshdAsync();

        Rust.StartProcedure(sshd.Input("reboot", "down") with { ExpectDisconnect = true }).OnlyHost()
            .Outcome.Should().Be(HostOutcome.Unreachable);
    }

    [SshdFact]
    public async Task StartProcedure_PortInSshArguments_IsUsed()
    {
        Sshd sshd = await SshdAsync();
        int port = await sshd.ListenAsync();
        ProcedureInput input = sshd.Input("echo hello", "down");

        Rust.StartProcedure(input with { SshArguments = [.. input.SshArguments, "-p", $"{port}"] })
            .OnlyHost().Stdout.Should().Be("hello\n");
    }
}
