using System.Runtime.Versioning;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Ssh;

[UnsupportedOSPlatform("windows")]
public sealed class SshKeptConnectionTests(SshdFixture fixture) : SshTests(fixture)
{
    // Prints the process of the server that serves its connection.
    private const string Server =
        "p=$$; until read -r name </proc/$p/comm && [ \"$name\" = sshd ]; do set -- $(cat /proc/$p/stat); p=$4; done; echo $p";

    [SshdFact]
    [SupportedOSPlatform("linux")]
    public async Task StartProcedure_KeptConnections_AreUsedByTheNextCallAndThenEnd()
    {
        Sshd sshd = await SshdAsync();
        // No other test uses these options.
        ProcedureInput input = sshd.Input(Server, "kept1", "kept2");
        input = input with
        {
            SshArguments = [.. input.SshArguments, "-o", "SetEnv=KEPT=1"],
            KeepConnections = TimeSpan.FromSeconds(60),
            MaxKeptConnections = 10,
        };

        ProcedureOutput first = Rust.StartProcedure(input);
        ProcedureOutput second = await Rust.StartProcedureAsync(input with { Timeout = TimeSpan.FromSeconds(30) });
        IReadOnlyList<string> masters = Masters(sshd);
        ProcedureOutput last = Rust.StartProcedure(input with { KeepConnections = TimeSpan.FromMilliseconds(1) });

        first.Hosts.Should().OnlyContain(host => host.Outcome == HostOutcome.Succeeded);
        first.Hosts[0].Stdout.Should().NotBe(first.Hosts[1].Stdout);
        second.Hosts.Select(host => host.Stdout).Should().Equal(first.Hosts.Select(host => host.Stdout));
        last.Hosts.Select(host => host.Stdout).Should().Equal(first.Hosts.Select(host => host.Stdout));
        masters.Should().HaveCount(2);
        await Marker.WaitUntilAsync(() => Masters(sshd).Count == 0, "the connections have ended");
    }

    private static IReadOnlyList<string> Masters(Sshd sshd) =>
        [.. sshd.Processes().Where(process => process.Contains(" -M ", StringComparison.Ordinal))];
}
