using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Ssh;

[UnsupportedOSPlatform("windows")]
public sealed class SshSilentServerTests(SshdFixture fixture) : SshTests(fixture)
{
    [SshdTheory]
    [InlineData("")]
    [InlineData("SSH-2.0-Silence\r\n")]
    public async Task StartProcedure_SilentServer_EndsAtTheTimeoutAndDelaysNoOtherHost(string banner)
    {
        Sshd sshd = await SshdAsync();
        using TcpListener silent = new(IPAddress.Loopback, 0);
        silent.Start();
        Task<TcpClient> accepting = AcceptAsync();
        string port = ((IPEndPoint)silent.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        string mark = $"SendEnv=silent-{port}";
        // Only the first of the two hosts is reached by a port.
        ProcedureInput input = sshd.Input("echo done", "down", "up") with
        {
            Timeout = TimeSpan.FromSeconds(5),
            SshArguments = ["-F", sshd.Configuration, "-p", port, "-o", mark],
        };

        ProcedureOutput output = await Rust.StartProcedureAsync(input);

        using TcpClient client = await accepting;
        output.FailedHosts.Should().Equal("down");
        output.Hosts[0].Outcome.Should().Be(HostOutcome.Unreachable, "nothing was sent");
        output.Hosts[0].Error.Should().MatchRegex("waited 5 s for|timed out");
        output.Hosts[1].Stdout.Should().Be("done\n");
        Marker.ProcessesWith(mark).Should().BeEmpty();
        Rust.StartProcedure(sshd.Input("echo done", "up")).OnlyHost().Stdout.Should().Be("done\n");

        async Task<TcpClient> AcceptAsync()
        {
            TcpClient accepted = await silent.AcceptTcpClientAsync();
            await accepted.GetStream().WriteAsync(Encoding.ASCII.GetBytes(banner));
            return accepted;
        }
    }
}
