using System.Runtime.Versioning;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Ssh;

/// <summary>With a listening sshd, because ssh reports the end of a ProxyCommand in other words.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SshConnectionLossTests(SshdFixture fixture) : SshTests(fixture)
{
    // The first sshd among the action's ancestors is the one of the session.
    private const string CutConnection =
        "p=$$; until test \"$(ps -o comm= -p $p)\" = sshd; do p=$(ps -o ppid= -p $p | tr -d ' '); done; kill -9 $p; ";

    [SshdFact]
    public async Task StartProcedure_ConnectionLost_IsLostAndNotRetried()
    {
        Sshd sshd = await SshdAsync();
        await sshd.ListenAsync();
        string trace = Path.Combine(sshd.Folder, "trace");
        Marker marker = new();

        HostResult host = Rust.StartProcedure(
            sshd.Input($"{marker.Export} echo x >>{trace}; {CutConnection} sleep 1000", "listening") with { Retries = 3 }).OnlyHost();

        host.Outcome.Should().Be(HostOutcome.Lost);
        host.Attempts.Should().Be(1);
        host.ExitCode.Should().BeNull();
        host.Error.Should().NotBeNullOrEmpty();
        (await File.ReadAllLinesAsync(trace)).Should().HaveCount(1);
        await Marker.WaitUntilAsync(() => marker.Processes().Count == 0, "the far side ends the action");
    }

    [SshdFact]
    public async Task StartProcedure_ExpectedConnectionLoss_SucceedsAndTheActionRunsToItsEnd()
    {
        Sshd sshd = await SshdAsync();
        await sshd.ListenAsync();
        string trace = Path.Combine(sshd.Folder, "trace-of-expected");

        ProcedureOutput output = Rust.StartProcedure(
            sshd.Input($"{CutConnection} sleep 0.5; echo end >>{trace}", "listening") with { ExpectDisconnect = true, Retries = 3 });

        output.OnlyHost().Outcome.Should().Be(HostOutcome.Succeeded);
        output.OnlyHost().Attempts.Should().Be(1);
        output.FailedHosts.Should().BeEmpty();
        output.Message.Should().Be("0 hosts failed");
        await Marker.WaitUntilAsync(() => File.Exists(trace), "the action goes on to its end");
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
