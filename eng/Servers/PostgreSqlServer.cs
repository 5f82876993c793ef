using System.Globalization;
using System.Security.Cryptography;

namespace RustInterop.Servers;

/// <summary>
/// A PostgreSQL of Debian's package with a new, empty database, on 127.0.0.1 and on a Unix socket. Its settings are PostgreSQL's own:
/// each commit is on the disk when it returns. It ends, and its data is deleted, when this process ends.
/// </summary>
internal sealed class PostgreSqlServer : IAsyncDisposable
{
    private const string Versions = "/usr/lib/postgresql";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly ServerUser User = new("postgres");

    private readonly GuardedFolder _folder = new();
    private readonly string _password = RandomNumberGenerator.GetHexString(32);
    private readonly int _port = LoopbackPort.Find();
    private GuardedProcess? _process;

    private PostgreSqlServer()
    {
    }

    /// <summary>Whether Debian's package <c>postgresql</c> is there.</summary>
    internal static bool IsInstalled => Programs is not null;

    /// <summary>The connection string for Npgsql.</summary>
    internal string ConnectionString => Connection("127.0.0.1");

    /// <summary>As above, by the Unix socket, which is the same in all network namespaces.</summary>
    internal string SocketConnectionString => Connection(_folder.FullName);

    /// <summary>The id of the process that all its others are children of.</summary>
    internal int ProcessId => _process!.Id;

    private static string? Programs { get; } = !Directory.Exists(Versions)
        ? null
        : Directory.GetDirectories(Versions)
            .OrderBy(version => decimal.Parse(Path.GetFileName(version), CultureInfo.InvariantCulture))
            .Select(version => Path.Combine(version, "bin"))
            .LastOrDefault(programs => File.Exists(Path.Combine(programs, "initdb")));

    private string Data => _folder.PathOf("data");

    /// <exception cref="InvalidOperationException">It could not start; the message has what it printed.</exception>
    /// <exception cref="TimeoutException">It took more than a minute.</exception>
    internal static async Task<PostgreSqlServer> StartAsync()
    {
        PostgreSqlServer server = new();
        try
        {
            await server.InitializeAsync();
            await server.StartAgainAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends it as a crash of the machine would, by an immediate shutdown.</summary>
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
        _process = GuardedProcess.Start(
            User.Command(
                Program("postgres"), "-D", Data, "-p", _port.ToString(CultureInfo.InvariantCulture),
                "-c", "listen_addresses=127.0.0.1", "-c", $"unix_socket_directories={_folder.FullName}"),
            endSignal: "QUIT");
        await _process.WaitForOutputAsync("ready to accept connections", Patience);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _folder.DisposeAsync();
    }

    private static string Program(string name) => Path.Combine(
        Programs ?? throw new InvalidOperationException("PostgreSQL is missing; on Debian: apt-get install postgresql"), name);

    private async Task InitializeAsync()
    {
        string passwordFile = _folder.PathOf("password");
        await File.WriteAllTextAsync(passwordFile, _password);
        await User.OwnAsync(_folder.FullName);
        await using GuardedProcess initdb = GuardedProcess.Start(
            User.Command(
                Program("initdb"), "-D", Data, "--username=postgres", $"--pwfile={passwordFile}", "--auth=scram-sha-256",
                "--encoding=UTF8", "--locale=C.UTF-8", "--lc-messages=C", "--no-sync"),
            endSignal: "KILL");
        if (await initdb.WaitForExitAsync(Patience) is int exitCode and not 0)
        {
            throw new InvalidOperationException($"initdb ended with exit code {exitCode}:\n{initdb.Output}");
        }
    }

    private string Connection(string host) => string.Create(
        CultureInfo.InvariantCulture, $"Host={host};Port={_port};Username=postgres;Password={_password};Database=postgres");
}
