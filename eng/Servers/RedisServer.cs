using System.Globalization;
using System.Security.Cryptography;

namespace RustInterop.Servers;

/// <summary>
/// A Redis of Debian's package, empty, on 127.0.0.1 and on a Unix socket. Each write is in its append-only file, and on the disk, when it
/// returns. It ends, and its data is deleted, when this process ends.
/// </summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private const string Program = "/usr/bin/redis-server";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly ServerUser User = new("redis");

    private readonly GuardedFolder _folder = new();
    private readonly string _password = RandomNumberGenerator.GetHexString(32);
    private readonly int _port = LoopbackPort.Find();
    private GuardedProcess? _process;

    private RedisServer()
    {
    }

    /// <summary>Whether Debian's package <c>redis-server</c> is there.</summary>
    internal static bool IsInstalled => File.Exists(Program);

    /// <summary>The configuration for StackExchange.Redis.</summary>
    internal string Configuration => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port},password={_password}");

    /// <summary>As above, by the Unix socket, which is the same in all network namespaces.</summary>
    internal string SocketConfiguration => $"!{Socket},password={_password}";

    internal int ProcessId => _process!.Id;

    private string Socket => _folder.PathOf("socket");

    private string Settings => _folder.PathOf("redis.conf");

    /// <exception cref="InvalidOperationException">It could not start; the message has what it printed.</exception>
    /// <exception cref="TimeoutException">It took more than a minute.</exception>
    internal static async Task<RedisServer> StartAsync()
    {
        RedisServer server = new();
        try
        {
            await server.ConfigureAsync();
            await server.StartAgainAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Kills it.</summary>
    internal async Task StopAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
            _process = null;
        }
    }

    /// <summary>Starts it on the data and the port that it had.</summary>
    internal async Task StartAgainAsync()
    {
        if (!IsInstalled)
        {
            throw new InvalidOperationException("Redis is missing; on Debian: apt-get install redis-server");
        }

        _process = GuardedProcess.Start(User.Command(Program, Settings), endSignal: "KILL");
        await _process.WaitForOutputAsync("Ready to accept connections", Patience);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _folder.DisposeAsync();
    }

    // By a file, since everybody can see the arguments of a process.
    private async Task ConfigureAsync()
    {
        await File.WriteAllTextAsync(Settings, string.Create(CultureInfo.InvariantCulture, $"""
            bind 127.0.0.1
            port {_port}
            unixsocket {Socket}
            requirepass {_password}
            dir {_folder.FullName}
            save ""
            appendonly yes
            appendfsync always

            """));
        await User.OwnAsync(_folder.FullName);
    }
}
