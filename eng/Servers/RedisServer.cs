using System.Globalization;

namespace RustInterop.Servers;

/// <summary>A Redis of Debian's package, empty. Each write is in its append-only file, and on the disk, when it returns.</summary>
internal sealed class RedisServer : DatabaseServer
{
    private const string Program = "/usr/bin/redis-server";
    private static readonly ServerUser User = new("redis");

    private RedisServer()
    {
    }

    /// <summary>Whether Debian's package <c>redis-server</c> is there.</summary>
    internal static bool IsInstalled => File.Exists(Program);

    internal override string ConnectionString => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port},password={Password}");

    internal override string SocketConnectionString => $"!{Socket},password={Password}";

    protected override string Readiness => "Ready to accept connections";

    private string Socket => Folder.PathOf("socket");

    private string Settings => Folder.PathOf("redis.conf");

    /// <inheritdoc cref="DatabaseServer.StartAsync"/>
    internal static Task<RedisServer> StartAsync() => StartAsync(new RedisServer());

    // By a file, since everybody can see the arguments of a process.
    protected override async Task PrepareAsync()
    {
        await File.WriteAllTextAsync(Settings, string.Create(CultureInfo.InvariantCulture, $"""
            bind 127.0.0.1
            port {Port}
            unixsocket {Socket}
            requirepass {Password}
            dir {Folder.FullName}
            save ""
            appendonly yes
            appendfsync always

            """));
        await User.OwnAsync(Folder.FullName);
    }

    protected override GuardedProcess Launch() => IsInstalled
        ? GuardedProcess.Start(User.Command(Program, Settings), endSignal: "KILL")
        : throw new InvalidOperationException("Redis is missing; on Debian: apt-get install redis-server");
}
