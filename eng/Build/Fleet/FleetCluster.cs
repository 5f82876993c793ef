using System.Security.Cryptography;
using RustInterop.Servers;

namespace RustInterop.Build.Fleet;

/// <summary>Processes of FleetServer with a store of their own. All end, and all that they kept is deleted, when this process ends.</summary>
/// <param name="store">Where they keep their jobs.</param>
/// <param name="count">How many there are.</param>
internal sealed class FleetCluster(FleetStore store, int count) : IAsyncDisposable
{
    private readonly GuardedFolder _folder = new();
    private readonly List<Silo> _silos = [];

    /// <summary>Settings of all silos, as variables of the environment.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>Whether each silo has a network namespace of its own.</summary>
    public bool HasNetworks { get; init; }

    /// <summary>Whether the APIs are on TCP ports, and not on Unix sockets.</summary>
    public bool HasPorts { get; init; }

    public IReadOnlyList<Silo> Silos => _silos;

    /// <summary>The server that keeps the jobs; null if a file does.</summary>
    public DatabaseServer? Server { get; private set; }

    public Networks? Networks { get; private set; }

    /// <summary>The file with the token of the APIs.</summary>
    public string TokenFile => PathOf("token");

    /// <summary>The path of a file in a folder that is deleted at the end.</summary>
    public string PathOf(string name) => _folder.PathOf(name);

    /// <summary>Starts the store, and all silos at the same moment: each finds no tables yet.</summary>
    public async Task StartAsync(Step step)
    {
        Server = await store.StartAsync();
        if (HasNetworks)
        {
            Networks = await Networks.CreateAsync(count, step);
        }

        string token = await WriteTokenAsync();
        for (int number = 0; number < count; number++)
        {
            string url = HasPorts ? $"http://127.0.0.1:{LoopbackPort.Find()}" : $"http://unix:{PathOf($"silo{number}")}";
            _silos.Add(new(url, token, SettingsOf(number), Networks?.PrefixOf(number) ?? []));
        }

        foreach (Silo silo in _silos)
        {
            await silo.WaitUntilReadyAsync(step.Cancellation);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (Silo silo in _silos)
        {
            await silo.DisposeAsync();
        }

        foreach (IAsyncDisposable? one in (IAsyncDisposable?[])[Server, Networks])
        {
            if (one is not null)
            {
                await one.DisposeAsync();
            }
        }

        await _folder.DisposeAsync();
    }

    private async Task<string> WriteTokenAsync()
    {
        string token = RandomNumberGenerator.GetHexString(32);
        // The folder is open to this user only.
        await File.WriteAllTextAsync(TokenFile, token);
        return token;
    }

    private Dictionary<string, string?> SettingsOf(int silo)
    {
        Dictionary<string, string?> settings = new(Settings)
        {
            ["Fleet__TokenFile"] = TokenFile,
            ["Cluster__SiloPort"] = $"{LoopbackPort.Find()}",
            [store.Setting()] = Server is null ? PathOf("fleet.db")
                : Networks is null ? Server.ConnectionString
                : Server.SocketConnectionString,
        };
        if (Networks is not null)
        {
            settings["Cluster__Address"] = Networks.AddressOf(silo);
        }

        return settings;
    }
}
