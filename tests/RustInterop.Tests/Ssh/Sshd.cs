using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Ssh;

/// <summary>
/// A real sshd with its own keys, and an ssh configuration in which a host's name decides how it is reached: most have their own
/// <c>sshd -i</c>, without a port.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class Sshd : IDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly Socket _closedPort;
    private Process? _listener;
    private int _listenerPort;

    private Sshd(TemporaryFolder folder, Socket closedPort)
    {
        _folder = folder;
        _closedPort = closedPort;
    }

    internal string Folder => _folder.FullName;

    /// <summary>The ssh configuration, for <c>ssh -F</c>.</summary>
    internal string Configuration => _folder.PathOf("ssh_config");

    /// <summary>First on the PATH of every session.</summary>
    internal string Programs => _folder.PathOf("bin");

    // Bound, but without listening: it refuses connections, and nobody else can use it.
    private int ClosedPort => ((IPEndPoint)_closedPort.LocalEndPoint!).Port;

    internal static async Task<Sshd> CreateAsync()
    {
        // As root, sshd needs a folder that its service creates at boot.
        if (Environment.IsPrivilegedProcess)
        {
            Directory.CreateDirectory("/run/sshd");
        }

        TemporaryFolder folder = new();
        Socket closedPort = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        closedPort.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Sshd sshd = new(folder, closedPort);
        Directory.CreateDirectory(sshd.Programs);
        foreach (string key in new[] { "hostkey", "otherkey", "id" })
        {
            await Command.OutputOfAsync("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder.PathOf(key));
        }

        File.Copy(folder.PathOf("id.pub"), folder.PathOf("authorized_keys"));
        await File.WriteAllTextAsync(folder.PathOf("known_hosts"), $"""
            fixture {await File.ReadAllTextAsync(folder.PathOf("hostkey.pub"))}
            stranger {await File.ReadAllTextAsync(folder.PathOf("otherkey.pub"))}
            """);
        await File.WriteAllTextAsync(folder.PathOf("sshd_config"), sshd.ServerConfiguration());
        await File.WriteAllTextAsync(
            folder.PathOf("sshd_config_verbatim"),
            sshd.ServerConfiguration() + "ForceCommand printf %s \"$SSH_ORIGINAL_COMMAND\"\n");
        await File.WriteAllTextAsync(
            folder.PathOf("sshd_config_exiting"), sshd.ServerConfiguration() + "ForceCommand echo goodbye; exit 0\n");
        await File.WriteAllTextAsync(sshd.Configuration, sshd.ClientConfiguration(sshd.ClosedPort));
        return sshd;
    }

    /// <summary>An input for this sshd.</summary>
    internal ProcedureInput Input(string action, params string[] hosts) =>
        new(TimeSpan.FromSeconds(60), 0, hosts, action, 1)
        {
            SshArguments = ["-F", Configuration],
            RetryDelay = TimeSpan.FromMilliseconds(1),
        };

    /// <summary>Puts a program on the PATH of every session.</summary>
    internal void AddProgram(string name, string script)
    {
        string path = Path.Combine(Programs, name);
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Starts a listener for the hosts <c>listening*</c>, unless it is running, and returns its port.</summary>
    internal async Task<int> ListenAsync()
    {
        if (_listener is null)
        {
            _listenerPort = FreePort();
            string configuration = _folder.PathOf("sshd_config_listener");
            await File.WriteAllTextAsync(
                configuration, $"Port {_listenerPort}\nListenAddress 127.0.0.1\nPidFile none\n{ServerConfiguration()}");
            _listener = Command.Start(Command.Find("sshd")!, ["-D", "-e", "-f", configuration]);
            await Marker.WaitUntilAsync(() => HasBanner(_listenerPort), "sshd answers");
            await File.WriteAllTextAsync(Configuration, ClientConfiguration(_listenerPort));
        }

        return _listenerPort;
    }

    /// <summary>The running clients and sessions.</summary>
    internal IReadOnlyList<string> Processes() =>
        [.. Marker.ProcessesWith(Configuration), .. Marker.ProcessesWith($"HOME={Folder}")];

    public void Dispose()
    {
        _listener?.Kill();
        _listener?.WaitForExit();
        _listener?.Dispose();
        _closedPort.Dispose();
        _folder.Dispose();
    }

    private string ServerConfiguration() => $"""
        HostKey {_folder.PathOf("hostkey")}
        AuthorizedKeysFile {_folder.PathOf("authorized_keys")}
        StrictModes no
        UsePAM no
        PasswordAuthentication no
        KbdInteractiveAuthentication no
        PermitRootLogin prohibit-password
        MaxStartups 1000:30:2000
        MaxSessions 100
        UseDNS no
        PrintMotd no
        LogLevel ERROR
        SetEnv HOME={Folder} PATH={Programs}:/usr/local/bin:/usr/bin:/bin

        """;

    private string ClientConfiguration(int listenerPort) => $"""
        Host server1 down*
          Port {ClosedPort}
        Host listening*
          Port {listenerPort}
        Host verbatim*
          ProxyCommand {Command.Find("sshd")} -i -f {_folder.PathOf("sshd_config_verbatim")}
        Host exiting*
          ProxyCommand {Command.Find("sshd")} -i -f {_folder.PathOf("sshd_config_exiting")}
        Host stranger*
          HostKeyAlias stranger
        Host noname*
          HostName {Path.GetFileName(Folder)}.invalid
        Host intruder*
          IdentityFile {_folder.PathOf("otherkey")}
        Host * !server1 !down* !listening* !noname*
          ProxyCommand {Command.Find("sshd")} -i -f {_folder.PathOf("sshd_config")}
        Host * !intruder*
          IdentityFile {_folder.PathOf("id")}
        Host *
          HostName 127.0.0.1
          User {Environment.UserName}
          IdentitiesOnly yes
          IdentityAgent none
          UserKnownHostsFile {_folder.PathOf("known_hosts")}
          GlobalKnownHostsFile /dev/null
          HostKeyAlias fixture
          StrictHostKeyChecking yes
          KexAlgorithms curve25519-sha256

        """;

    private static int FreePort()
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private static bool HasBanner(int port)
    {
        try
        {
            using TcpClient client = new("127.0.0.1", port);
            using StreamReader reader = new(client.GetStream());
            return reader.ReadLine()?.StartsWith("SSH-", StringComparison.Ordinal) ?? false;
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return false;
        }
    }
}
