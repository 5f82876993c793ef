using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace RustInterop.Benchmarks.FanOut;

/// <summary>An sshd with its own keys on a port of 127.0.0.1.</summary>
internal sealed class LoopbackSshd : IDisposable
{
    private const string Program = "/usr/sbin/sshd";

    // However this process ends, the script's standard input closes, and it removes the server and its folder.
    private const string Guarded =
        "folder=$1; shift; trap : HUP INT TERM; \"$@\" & read -r _; kill $!; wait; rm -rf \"$folder\"";

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(10);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rust-interop-bench-");
    private readonly int _port = FreePort();
    private Process? _sshd;

    private LoopbackSshd()
    {
    }

    internal static bool IsThere => File.Exists(Program);

    internal static async Task<LoopbackSshd> StartAsync()
    {
        // As root, sshd needs a folder that its service creates at boot.
        if (Environment.IsPrivilegedProcess)
        {
            Directory.CreateDirectory("/run/sshd");
        }

        LoopbackSshd sshd = new();
        try
        {
            await sshd.ListenAsync().ConfigureAwait(false);
            return sshd;
        }
        catch
        {
            sshd.Dispose();
            throw;
        }
    }

    /// <param name="keyExchange">The algorithm for the clients; null for their default.</param>
    internal async Task<Server> ServerAsync(string? keyExchange)
    {
        Server server = new(_folder.FullName, _port, keyExchange);
        await server.WriteConfigurationAsync().ConfigureAwait(false);
        return server;
    }

    public void Dispose()
    {
        if (_sshd is not null)
        {
            _sshd.StandardInput.Close();
            _sshd.WaitForExit();
            _sshd.Dispose();
        }
        else
        {
            _folder.Delete(recursive: true);
        }
    }

    private async Task ListenAsync()
    {
        foreach (string key in new[] { "hostkey", "id" })
        {
            await Command.RunAsync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", PathOf(key)]).ConfigureAwait(false);
        }

        File.Copy(PathOf("id.pub"), PathOf("authorized_keys"));
        string hostKey = await File.ReadAllTextAsync(PathOf("hostkey.pub")).ConfigureAwait(false);
        await File.WriteAllTextAsync(PathOf("known_hosts"), $"fan-out {hostKey}").ConfigureAwait(false);
        await File.WriteAllTextAsync(PathOf("sshd_config"), $"""
            Port {_port}
            ListenAddress 127.0.0.1
            HostKey {PathOf("hostkey")}
            PidFile none
            AuthorizedKeysFile {PathOf("authorized_keys")}
            StrictModes no
            UsePAM no
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            PermitRootLogin prohibit-password
            MaxStartups 1000:30:2000
            MaxSessions 100
            UseDNS no
            PrintMotd no
            SetEnv HOME={_folder.FullName}
            LogLevel ERROR

            """).ConfigureAwait(false);
        string[] sshd = [Program, "-D", "-E", PathOf("log"), "-f", PathOf("sshd_config")];
        _sshd = Process.Start(new ProcessStartInfo("sh", ["-c", Guarded, "sh", _folder.FullName, .. sshd])
        {
            RedirectStandardInput = true,
        })!;
        Stopwatch watch = Stopwatch.StartNew();
        while (!await HasBannerAsync().ConfigureAwait(false))
        {
            if (_sshd.HasExited || watch.Elapsed > StartTimeout)
            {
                string log = await File.ReadAllTextAsync(PathOf("log")).ConfigureAwait(false);
                throw new InvalidOperationException($"sshd did not start: {log}");
            }

            await Task.Delay(20).ConfigureAwait(false);
        }
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private static int FreePort()
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private async Task<bool> HasBannerAsync()
    {
        try
        {
            using TcpClient client = new();
            await client.ConnectAsync(IPAddress.Loopback, _port).ConfigureAwait(false);
            using StreamReader reader = new(client.GetStream());
            string? line = await reader.ReadLineAsync().ConfigureAwait(false);
            return line?.StartsWith("SSH-", StringComparison.Ordinal) ?? false;
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return false;
        }
    }
}
