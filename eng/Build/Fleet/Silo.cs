using RustInterop.Servers;

namespace RustInterop.Build.Fleet;

/// <summary>A process of samples/FleetServer, which can be killed, frozen and started again.</summary>
internal sealed class Silo : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly IReadOnlyDictionary<string, string?> _settings;
    private readonly IReadOnlyList<string> _prefix;
    private readonly string? _socket;
    private GuardedProcess _process;

    /// <param name="url">Where its API is: of HTTP, or a Unix socket as Kestrel writes it.</param>
    /// <param name="token">The token of its API.</param>
    /// <param name="settings">Its configuration, as variables of the environment.</param>
    /// <param name="prefix">A command that runs it, if it does not run as it is.</param>
    public Silo(string url, string token, IReadOnlyDictionary<string, string?> settings, IReadOnlyList<string> prefix)
    {
        (Url, _settings, _prefix) = (url, settings, prefix);
        _socket = FleetApi.SocketOf(url);
        Api = new(url, token);
        _process = Start();
    }

    public string Url { get; }

    public FleetApi Api { get; }

    public int ProcessId => _process.Id;

    /// <summary>The last lines that it printed.</summary>
    public string Output => _process.Output;

    public bool HasExited => _process.HasExited;

    /// <summary>Waits until it takes part in the cluster and reaches the store.</summary>
    public async Task WaitUntilReadyAsync(CancellationToken cancellation)
    {
        using CancellationTokenSource timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(Patience);
        while (!await Api.IsReadyAsync(timeout.Token))
        {
            if (_process.HasExited)
            {
                throw new BuildException($"FleetServer ended with exit code {await WaitForExitAsync()}:\n{Output}");
            }

            if (timeout.IsCancellationRequested)
            {
                cancellation.ThrowIfCancellationRequested();
                throw new BuildException($"FleetServer was not ready within {Patience.TotalMinutes} minutes:\n{Output}");
            }

            await Task.Delay(100, CancellationToken.None);
        }
    }

    /// <summary>Sends it a signal: <c>KILL</c>, <c>TERM</c>, <c>STOP</c> or <c>CONT</c>.</summary>
    public void Signal(string name) => _process.Signal(name);

    /// <returns>Its exit code.</returns>
    public Task<int> WaitForExitAsync() => _process.WaitForExitAsync(Patience);

    /// <summary>Kills it, and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        Signal("KILL");
        await WaitForExitAsync();
    }

    /// <summary>Starts it at the same place, after it has ended.</summary>
    public async Task StartAgainAsync()
    {
        await _process.DisposeAsync();
        _process = Start();
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await _process.DisposeAsync();
    }

    private GuardedProcess Start()
    {
        // One that was killed has left it behind.
        if (_socket is not null)
        {
            File.Delete(_socket);
        }

        return GuardedProcess.Start(
            [.. _prefix, "dotnet", Repository.FleetServer, "--urls", Url], endSignal: "KILL", _settings);
    }
}
