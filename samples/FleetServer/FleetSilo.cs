using System.Net;
using Orleans.Configuration;

namespace FleetServer;

/// <summary>The silo of this process: it keeps the jobs and runs them.</summary>
internal static class FleetSilo
{
    private const string Cluster = "fleet";
    private const int DefaultSiloPort = 11111;

    // Who can reach it can start jobs without the token.
    private const int NoGateway = 0;

    private static readonly TimeSpan DefaultProbeTimeout = TimeSpan.FromSeconds(1);

    public static void AddFleetSilo(this WebApplicationBuilder builder)
    {
        FleetOptions fleet = ReadFleet(builder.Configuration);
        IConfigurationSection cluster = builder.Configuration.GetSection("Cluster");
        IPEndPoint endpoint = new(
            IPAddress.Parse(cluster.GetValue("Address", $"{IPAddress.Loopback}")), cluster.GetValue("SiloPort", DefaultSiloPort));
        builder.UseOrleans(silo => silo
            .UseMembers(fleet, endpoint)
            .Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (Cluster, Cluster))
            .ConfigureEndpoints(endpoint.Address, endpoint.Port, cluster.GetValue("GatewayPort", NoGateway))
            .Configure<ClusterMembershipOptions>(options => options.ProbeTimeout = cluster.GetValue("ProbeTimeout", DefaultProbeTimeout))
            .AddActivityPropagation()
            .UseRustFleet(options => builder.Configuration.GetSection("Fleet").Bind(options))
            .Configure<FleetOptions>(options => options.File = fleet.File));
    }

    private static FleetOptions ReadFleet(ConfigurationManager configuration)
    {
        FleetOptions fleet = configuration.GetSection("Fleet").Get<FleetOptions>() ?? new();
        if (fleet is { File: null or "", PostgreSql: null or "", Redis: null or "" })
        {
            fleet.File = DataFolder.PathOf("fleet.db");
        }

        return fleet;
    }

    /// <summary>Has the silo find the others where the jobs are. A file has only one.</summary>
    private static ISiloBuilder UseMembers(this ISiloBuilder silo, FleetOptions fleet, IPEndPoint endpoint) =>
        fleet.PostgreSql is { Length: > 0 } database ? silo.UsePostgreSqlCluster(database)
            : fleet.Redis is { Length: > 0 } redis ? silo.UseRedisClustering(redis)
            : silo.UseLocalhostClustering(endpoint.Port, NoGateway, endpoint);
}
