using System.Security.Cryptography;

namespace RustInterop.Servers;

/// <summary>
/// A server on a free port of 127.0.0.1, with a password and data of its own. It ends, and its data is deleted, when this process ends.
/// </summary>
internal abstract class DatabaseServer : IAsyncDisposable
{
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private GuardedProcess? _process;

    /// <summary>What its .NET client calls a connection string or a configuration.</summary>
    internal abstract string ConnectionString { get; }

    /// <summary>As above, by the Unix socket, which is the same in all network namespaces.</summary>
    internal abstract string SocketConnectionString { get; }

    /// <summary>The id of its first process, from which the others come.</summary>
    internal int ProcessId => _process?.Id ?? throw new InvalidOperationException("It does not run.");

    protected GuardedFolder Folder { get; } = new();

    protected string Password { get; } = RandomNumberGenerator.GetHexString(32);

    protected int Port { get; } = LoopbackPort.Find();

    /// <summary>What it prints when it takes connections.</summary>
    protected abstract string Readiness { get; }

    /// <summary>Ends it, on a running system, as a crash would.</summary>
    internal async Task StopAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
            _process = null;
        }
    }

    /// <summary>Starts it on the data and the port that it had.</summary>
    /// <exception cref="InvalidOperationException">It could not start; the message has what it printed.</exception>
    /// <exception cref="TimeoutException">It took more than a minute.</exception>
    internal async Task StartAgainAsync()
    {
        _process = Launch();
        await _process.WaitForOutputAsync(Readiness, Patience);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await Folder.DisposeAsync();
    }

    /// <summary>Starts a new server.</summary>
    /// <inheritdoc cref="StartAgainAsync"/>
    protected static async Task<T> StartAsync<T>(T server)
        where T : DatabaseServer
    {
        try
        {
            await server.PrepareAsync();
            await server.StartAgainAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes what it needs before its first start.</summary>
    protected abstract Task PrepareAsync();

    protected abstract GuardedProcess Launch();
}
