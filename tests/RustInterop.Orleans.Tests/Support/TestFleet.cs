using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.TestingHost;
using RustInterop.Orleans.Storage;
using RustInterop.Orleans.Storage.Sqlite;
using RustInterop.Tests.Support;

namespace RustInterop.Orleans.Tests.Support;

/// <summary>Silos in this process, which share a store.</summary>
internal sealed class TestFleet : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SqliteFleetStore _file;
    private readonly ConcurrentDictionary<string, TestStore> _stores = new();

    private TestFleet(int silos)
    {
        string path = _folder.PathOf("fleet.db");
        _file = new(path, TimeProvider.System);
        InProcessTestClusterBuilder builder = new((short)silos);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((options, silo) =>
        {
            silo.Services.AddSingleton<IFleetStore>(_stores.GetOrAdd(options.SiloName, _ => new(_file)));
            silo.UseRustFleet(fleet => (fleet.File, fleet.BatchSize, fleet.BlockSize) = (path, 16, 2));
            silo.Configure<ClusterMembershipOptions>(membership =>
            {
                membership.ProbeTimeout = TimeSpan.FromMilliseconds(500);
                membership.NumMissedProbesLimit = 2;
                membership.NumVotesForDeathDeclaration = 1;
            });
        });
        builder.ConfigureClient(client => client.UseRustFleet());
        Cluster = builder.Build();
    }

    internal InProcessTestCluster Cluster { get; }

    internal IClusterClient Client => Cluster.Client;

    internal IFleetStore Store => _file;

    /// <summary>What each silo sees as the store.</summary>
    internal IEnumerable<TestStore> Stores => Cluster.Silos.Select(StoreOf);

    internal static async Task<TestFleet> StartAsync(int silos)
    {
        TestFleet fleet = new(silos);
        await fleet.Cluster.DeployAsync();
        return fleet;
    }

    public async ValueTask DisposeAsync()
    {
        await Cluster.DisposeAsync();
        _file.Dispose();
        _folder.Dispose();
    }

    internal TestStore StoreOf(InProcessSiloHandle silo) => _stores[silo.Name];

    /// <summary>A new log of what actions do.</summary>
    internal ActionLog NewLog() => new(_folder.PathOf($"{Guid.NewGuid():N}.log"));
}
