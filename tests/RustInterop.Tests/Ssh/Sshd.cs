using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Ssh;

/// <summary>
/// An sshd, with an ssh configuration in which a host's name says how it is reached: most by an <c>sshd -i</c> of their own,
/// without a port.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class Sshd : IDisposable
{
    private readonly LoopbackSshd _sshd;

    // Bound but not listening: it refuses, and nobody else can take the port.
    private readonly Socket _closedPort = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private int? _listenerPort;

    private Sshd(LoopbackSshd sshd)
    {
        _sshd = sshd;
        _closedPort.Bind(new IPEndPoint(IPAddress.Loopback, 0));
    }

    internal string Folder => _sshd.Folder;

    /// <summary>The ssh configuration, for <c>ssh -F</c>.</summary>
    internal string Configuration => _sshd.PathOf("ssh_config");

    /// <summary>First on the PATH of every session.</summary>
    internal string Programs => _sshd.PathOf("bin");

    private int ClosedPort => ((IPEndPoint)_closedPort.LocalEndPoint!).Port;

    internal static async Task<Sshd> CreateAsync()
    {
        Sshd sshd = new(await LoopbackSshd.CreateAsync());
        Directory.CreateDirectory(sshd.Programs);
        await sshd._sshd.MakeKeyAsync("otherkey");
        await sshd._sshd.TrustAsync("stranger", "otherkey");
        await sshd.ConfigureAsync("sshd_config");
        await sshd.ConfigureAsync("sshd_config_verbatim", "ForceCommand printf %s \"$SSH_ORIGINAL_COMMAND\"");
        await sshd.ConfigureAsync("sshd_config_exiting", "ForceCommand echo goodbye; exit 0");
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
        if (_listenerPort is null)
        {
            _listenerPort = await _sshd.ListenAsync(_sshd.PathOf("sshd_config"));
            await File.WriteAllTextAsync(Configuration, ClientConfiguration(_listenerPort.Value));
        }

        return _listenerPort.Value;
    }

    /// <summary>The running clients and sessions.</summary>
    internal IReadOnlyList<string> Processes() =>
        [.. Marker.ProcessesWith(Configuration), .. Marker.ProcessesWith($"HOME={Folder}")];

    public void Dispose()
    {
        _sshd.Dispose();
        _closedPort.Dispose();
    }

    private Task<string> ConfigureAsync(string name, string more = "") =>
        _sshd.WriteConfigurationAsync(name, $"{Programs}:/usr/local/bin:/usr/bin:/bin", more);

    private string ClientConfiguration(int listenerPort) => $"""
        Host server1 down*
          Port {ClosedPort}
        Host listening*
          Port {listenerPort}
        Host verbatim*
          ProxyCommand {LoopbackSshd.Program} -i -f {_sshd.PathOf("sshd_config_verbatim")}
        Host exiting*
          ProxyCommand {LoopbackSshd.Program} -i -f {_sshd.PathOf("sshd_config_exiting")}
        Host stranger*
          HostKeyAlias stranger
        Host noname*
          HostName {Path.GetFileName(Folder)}.invalid
        Host intruder*
          IdentityFile {_sshd.PathOf("otherkey")}
        Host * !server1 !down* !listening* !noname*
          ProxyCommand {LoopbackSshd.Program} -i -f {_sshd.PathOf("sshd_config")}
        Host * !intruder*
          IdentityFile {_sshd.PathOf("id")}
        Host *
        {_sshd.ClientOptions}
          KexAlgorithms curve25519-sha256

        """;
}
