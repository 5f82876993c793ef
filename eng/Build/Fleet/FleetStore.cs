using RustInterop.Servers;

namespace RustInterop.Build.Fleet;

/// <summary>Where the silos of a cluster keep their jobs.</summary>
internal enum FleetStore
{
    Sqlite,
    PostgreSql,
    Redis,
}

internal static class FleetStores
{
    /// <summary>Starts the server that a store needs, with nothing in it; null if it needs none.</summary>
    public static async Task<DatabaseServer?> StartAsync(this FleetStore store) => store switch
    {
        FleetStore.PostgreSql => await PostgreSqlServer.StartAsync(),
        FleetStore.Redis => await RedisServer.StartAsync(),
        _ => null,
    };

    /// <summary>The variable that has the place of the store, for FleetServer.</summary>
    public static string Setting(this FleetStore store) => store == FleetStore.Sqlite ? "Fleet__File" : $"Fleet__{store}";
}
