using Microsoft.Extensions.DependencyInjection;
using RustInterop.Orleans.Membership;

namespace Orleans.Hosting;

/// <summary>Makes clusters of silos that find each other by a PostgreSQL database.</summary>
/// <remarks>
/// Silos and clients of a cluster have the same database and the same <c>ClusterOptions.ClusterId</c>. Whoever comes first makes the
/// tables. It may be the database of <c>FleetOptions.PostgreSql</c>, or another. Each silo and each client opens up to 4 connections, unless
/// <c>Maximum Pool Size</c> says another number.
/// </remarks>
public static class PostgreSqlClusterExtensions
{
    /// <summary>Lets a silo join the cluster.</summary>
    /// <param name="builder">The silo.</param>
    /// <param name="connectionString">A connection string of Npgsql.</param>
    /// <returns><paramref name="builder"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="connectionString"/> is none.</exception>
    public static ISiloBuilder UsePostgreSqlCluster(this ISiloBuilder builder, string connectionString)
    {
        ArgumentNullException.ThrowIfNull(builder);
        Add(builder.Services, connectionString);
        return builder.UseAdoNetClustering(options => options.Configure<PostgreSqlCluster>(
            static (silo, cluster) => (silo.Invariant, silo.DataSource) = (PostgreSqlCluster.Invariant, cluster.Connections)));
    }

    /// <summary>Lets a client find the silos of the cluster.</summary>
    /// <inheritdoc cref="UsePostgreSqlCluster(ISiloBuilder, string)"/>
    /// <param name="builder">The client.</param>
    /// <param name="connectionString">A connection string of Npgsql.</param>
    public static IClientBuilder UsePostgreSqlCluster(this IClientBuilder builder, string connectionString)
    {
        ArgumentNullException.ThrowIfNull(builder);
        Add(builder.Services, connectionString);
        return builder.UseAdoNetClustering(options => options.Configure<PostgreSqlCluster>(
            static (client, cluster) => (client.Invariant, client.DataSource) = (PostgreSqlCluster.Invariant, cluster.Connections)));
    }

    private static void Add(IServiceCollection services, string connectionString)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        services.AddSingleton(_ => new PostgreSqlCluster(connectionString));
    }
}
