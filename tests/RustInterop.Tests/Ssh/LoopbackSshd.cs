using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace RustInterop.Tests.Ssh;

/// <summary>
/// A real sshd with keys of its own, on 127.0.0.1 or without a port by <c>sshd -i</c>. Tests and benchmarks share it.
/// </summary>
internal sealed class LoopbackSshd : IDisposable
{
    /// <summary>The name of the server's key in <c>known_hosts</c>.</summary>
    private const string Alias = "loopback";

    // Its input closes when this process ends, however it does. Then the server and the folder go.
    private const string Guarded =
        "folder=$1; shift; trap : HUP INT TERM; \"$@\" & read -r _; kill $!; wait; rm -rf \"$folder\"";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rust-interop-");
    private Process? _listener;

    private LoopbackSshd()
    {
    }

    /// <summary>The path of sshd; null if it is not installed.</summary>
    internal static string? Program { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/sbin")
        .Select(folder => Path.Combine(folder, "sshd")).FirstOrDefault(File.Exists);

    /// <summary>The keys and configurations, and the home of every session.</summary>
    internal string Folder => _folder.FullName;

    /// <summary>Lines of an ssh configuration, for all hosts: how to reach this sshd, but for port and key.</summary>
    internal string ClientOptions => $"""
          HostName 127.0.0.1
          User {Environment.UserName}
          IdentitiesOnly yes
          IdentityAgent none
          UserKnownHostsFile {PathOf("known_hosts")}
          GlobalKnownHostsFile /dev/null
          HostKeyAlias {Alias}
          StrictHostKeyChecking yes
        """;

    internal static async Task<LoopbackSshd> CreateAsync()
    {
        // As root, sshd needs the folder that its service creates when the machine starts.
        if (Environment.IsPrivilegedProcess)
        {
            Directory.CreateDirectory("/run/sshd");
        }

        LoopbackSshd sshd = new();
        try
        {
            await sshd.MakeKeyAsync("hostkey").ConfigureAwait(false);
            await sshd.MakeKeyAsync("id").ConfigureAwait(false);
            File.Copy(sshd.PathOf("id.pub"), sshd.PathOf("authorized_keys"));
            await sshd.TrustAsync(Alias, "hostkey").ConfigureAwait(false);
            return sshd;
        }
        catch
        {
            sshd.Dispose();
            throw;
        }
    }

    internal string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Makes a key in the folder, and its public one with <c>.pub</c>.</summary>
    internal async Task MakeKeyAsync(string name)
    {
        using Process keygen = Process.Start("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", PathOf(name)]);
        await keygen.WaitForExitAsync().ConfigureAwait(false);
        if (keygen.ExitCode != 0)
        {
            throw new InvalidOperationException($"ssh-keygen ended with exit code {keygen.ExitCode}");
        }
    }

    /// <summary>Adds a key to <c>known_hosts</c>.</summary>
    internal async Task TrustAsync(string host, string key) => await File.AppendAllTextAsync(
        PathOf("known_hosts"), $"{host} {await File.ReadAllTextAsync(PathOf($"{key}.pub")).ConfigureAwait(false)}").ConfigureAwait(false);

    /// <summary>Writes a configuration of sshd into the folder.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="path">The PATH of its sessions; null for the server's.</param>
    /// <param name="more">Further lines.</param>
    /// <returns>The file's path.</returns>
    internal async Task<string> WriteConfigurationAsync(string name, string? path = null, string more = "")
    {
        await File.WriteAllTextAsync(PathOf(name), $"""
            HostKey {PathOf("hostkey")}
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
            LogLevel ERROR
            SetEnv HOME={Folder}{(path is null ? "" : $" PATH={path}")}
            {more}

            """).ConfigureAwait(false);
        return PathOf(name);
    }

    /// <summary>Starts sshd on a free port, with a configuration of the folder.</summary>
    /// <returns>The port.</returns>
    internal async Task<int> ListenAsync(string configuration)
    {
        int port = FreePort();
        string[] sshd =
            [Program!, "-D", "-E", PathOf("log"), "-f", configuration, "-o", $"ListenAddress=127.0.0.1:{port}", "-o", "PidFile=none"];
        _listener = Process.Start(new ProcessStartInfo("sh", ["-c", Guarded, "sh", Folder, .. sshd]) { RedirectStandardInput = true })!;
        Stopwatch watch = Stopwatch.StartNew();
        while (!await HasBannerAsync(port).ConfigureAwait(false))
        {
            if (_listener.HasExited || watch.Elapsed > Patience)
            {
                string log = await File.ReadAllTextAsync(PathOf("log")).ConfigureAwait(false);
                throw new InvalidOperationException($"sshd did not start: {log}");
            }

            await Task.Delay(20).ConfigureAwait(false);
        }

        return port;
    }

    public void Dispose()
    {
        if (_listener is not null)
        {
            _listener.StandardInput.Close();
            _listener.WaitForExit();
            _listener.Dispose();
        }
        else
        {
            _folder.Delete(recursive: true);
        }
    }

    private static int FreePort()
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private static async Task<bool> HasBannerAsync(int port)
    {
        try
        {
            using TcpClient client = new();
            await client.ConnectAsync(IPAddress.Loopback, port).ConfigureAwait(false);
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
