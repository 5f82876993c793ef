using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.TestingHost;
using RustInterop.Orleans.Storage;
using RustInterop.Tests.Support;

namespace RustInterop.Orleans.Tests.Support;

/// <summary>Silos in this process, which have their jobs in one place.</summary>
internal sealed class TestFleet : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TestPlace _place;
    private readonly ConcurrentDictionary<string, TestStore> _stores = new();

    private TestFleet(TestPlace place, int silos)
    {
        _place = place;
        Store = place.Make(TimeProvider.System);
        InProcessTestClusterBuilder builder = new((short)silos);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((options, silo) =>
        {
            silo.Services.AddSingleton<IFleetStore>(_stores.GetOrAdd(
                options.SiloName, _ => new(place.HasOneStore ? Store : place.Make(TimeProvider.System))));
            silo.UseRustFleet(fleet =>
            {
                place.Configure(fleet);
                (fleet.BatchSize, fleet.BlockSize) = (16, 2);
            });
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

    internal IFleetStore Store { get; }

    /// <summary>What each silo sees as the store.</summary>
    internal IEnumerable<TestStore> Stores => Cluster.Silos.Select(StoreOf);

    /// <summary>Silos with a file.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "The fleet disposes of it.")]
    internal static Task<TestFleet> StartAsync(int silos) => StartAsync(silos, new SqlitePlace());

    /// <param name="silos">How many.</param>
    /// <param name="place">Where they have their jobs. It is disposed of with the fleet.</param>
    internal static async Task<TestFleet> StartAsync(int silos, TestPlace place)
    {
        TestFleet fleet = new(place, silos);
        await fleet.Store.OpenAsync();
        await fleet.Cluster.DeployAsync();
        return fleet;
    }

    public async ValueTask DisposeAsync()
    {
        await Cluster.DisposeAsync();
        foreach (IFleetStore store in _stores.Values.Select(store => store.Inner).Append(Store).Distinct())
        {
            (store as IDisposable)?.Dispose();
        }

        _place.Dispose();
        _folder.Dispose();
    }

    internal TestStore StoreOf(InProcessSiloHandle silo) => _stores[silo.Name];

    /// <summary>A new log of what actions do.</summary>
    internal ActionLog NewLog() => new(_folder.PathOf($"{Guid.NewGuid():N}.log"));
}
