using Npgsql;
using RustInterop.Orleans.Storage.PostgreSql;

namespace RustInterop.Orleans.Membership;

/// <summary>The database that has the silos of a cluster. Whoever connects first makes its tables.</summary>
internal sealed class PostgreSqlCluster : IDisposable
{
    /// <summary>The name that Orleans has for PostgreSQL.</summary>
    internal const string Invariant = "Npgsql";

    // Orleans reads and writes one after the other, but for a few.
    private const int MostConnections = 4;

    private static readonly PostgreSqlSchema s_schema = new("cluster", version: 1);
    private volatile bool _isThere;

    internal PostgreSqlCluster(string connectionString)
    {
        NpgsqlDataSourceBuilder builder = new(PostgreSqlDatabase.Bounded(connectionString, MostConnections));
        builder.UsePhysicalConnectionInitializer(_ => throw new NotSupportedException("Orleans opens no connection synchronously."), OpenAsync);
        Connections = builder.Build();
    }

    internal NpgsqlDataSource Connections { get; }

    public void Dispose() => Connections.Dispose();

    private async Task OpenAsync(NpgsqlConnection connection)
    {
        if (!_isThere)
        {
            await s_schema.UpgradeAsync(connection).ConfigureAwait(false);
            _isThere = true;
        }
    }
}
