using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Serialization;
using RustInterop.Fleet;
using RustInterop.Orleans;
using RustInterop.Orleans.Json;
using RustInterop.Orleans.Runner;
using RustInterop.Orleans.Storage;
using RustInterop.Orleans.Storage.PostgreSql;
using RustInterop.Orleans.Storage.Redis;
using RustInterop.Orleans.Storage.Sqlite;

namespace Orleans.Hosting;

/// <summary>Adds fleet jobs to silos and clients of Orleans.</summary>
public static class RustFleetHostingExtensions
{
    /// <summary>Lets a silo keep and run fleet jobs.</summary>
    /// <param name="builder">The silo.</param>
    /// <param name="configure">Sets at least where jobs are kept.</param>
    /// <returns><paramref name="builder"/>.</returns>
    /// <remarks>
    /// When the host stops gracefully, no further host begins, and the silo waits for those that run, up to
    /// <c>HostOptions.ShutdownTimeout</c> (30 seconds unless set). Those that still run then are ended and reported as
    /// <see cref="HostOutcome.Cancelled"/>.
    /// </remarks>
    public static ISiloBuilder UseRustFleet(this ISiloBuilder builder, Action<FleetOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        IServiceCollection services = builder.Services;
        AddRecords(services);
        services.AddOptions<FleetOptions>().Configure(configure);
        services.AddSingleton<IValidateOptions<FleetOptions>, FleetOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IProcedureRunner, ProcedureRunner>();
        services.TryAddSingleton(CreateStore);
        services.AddSingleton<FleetRunner>();
        services.AddSingleton<FleetSupervisor>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, FleetService>();
        return builder;
    }

    /// <summary>Lets a client use fleet jobs. A client within a silo needs only the silo's.</summary>
    /// <param name="builder">The client.</param>
    /// <returns><paramref name="builder"/>.</returns>
    public static IClientBuilder UseRustFleet(this IClientBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        AddRecords(builder.Services);
        return builder;
    }

    private static IFleetStore CreateStore(IServiceProvider provider)
    {
        FleetOptions options = provider.GetRequiredService<IOptions<FleetOptions>>().Value;
        TimeProvider time = provider.GetRequiredService<TimeProvider>();
        return !string.IsNullOrWhiteSpace(options.PostgreSql)
            ? new PostgreSqlFleetStore(options.PostgreSql, time, provider.GetRequiredService<ILogger<PostgreSqlFleetStore>>())
            : !string.IsNullOrWhiteSpace(options.Redis)
            ? new RedisFleetStore(options.Redis, time, provider.GetRequiredService<ILogger<RedisFleetStore>>())
            : new SqliteFleetStore(Path.GetFullPath(options.File!), time);
    }

    private static void AddRecords(IServiceCollection services) => services.AddSerializer(static serializer => serializer
        .AddAssembly(typeof(FleetJob).Assembly)
        .AddJsonSerializer(FleetMessages.Contains, FleetMessages.Json));
}
