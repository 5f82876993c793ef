using System.Globalization;

namespace RustInterop.Servers;

/// <summary>
/// A PostgreSQL of Debian's package with a new, empty database. Its settings are PostgreSQL's own: each commit is on the disk when it
/// returns.
/// </summary>
internal sealed class PostgreSqlServer : DatabaseServer
{
    private const string Versions = "/usr/lib/postgresql";
    private static readonly ServerUser User = new("postgres");

    private PostgreSqlServer()
    {
    }

    /// <summary>Whether Debian's package <c>postgresql</c> is there.</summary>
    internal static bool IsInstalled => Programs is not null;

    internal override string ConnectionString => Connection("127.0.0.1");

    internal override string SocketConnectionString => Connection(Folder.FullName);

    protected override string Readiness => "ready to accept connections";

    private static string? Programs { get; } = !Directory.Exists(Versions)
        ? null
        : Directory.GetDirectories(Versions)
            .OrderBy(version => decimal.Parse(Path.GetFileName(version), CultureInfo.InvariantCulture))
            .Select(version => Path.Combine(version, "bin"))
            .LastOrDefault(programs => File.Exists(Path.Combine(programs, "initdb")));

    private string Data => Folder.PathOf("data");

    /// <inheritdoc cref="DatabaseServer.StartAsync"/>
    internal static Task<PostgreSqlServer> StartAsync() => StartAsync(new PostgreSqlServer());

    protected override async Task PrepareAsync()
    {
        string passwordFile = Folder.PathOf("password");
        await File.WriteAllTextAsync(passwordFile, Password);
        await User.OwnAsync(Folder.FullName);
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

    // QUIT is an immediate shutdown, after which it recovers as after a crash.
    protected override GuardedProcess Launch() => GuardedProcess.Start(
        User.Command(
            Program("postgres"), "-D", Data, "-p", Port.ToString(CultureInfo.InvariantCulture),
            "-c", "listen_addresses=127.0.0.1", "-c", $"unix_socket_directories={Folder.FullName}"),
        endSignal: "QUIT");

    private string Connection(string host) => string.Create(
        CultureInfo.InvariantCulture, $"Host={host};Port={Port};Username=postgres;Password={Password};Database=postgres");

    private static string Program(string name) => Path.Combine(
        Programs ?? throw new InvalidOperationException("PostgreSQL is missing; on Debian: apt-get install postgresql"), name);
}
