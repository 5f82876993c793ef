using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using RustInterop.Orleans;
using RustInterop.Servers;

namespace RustInterop.Benchmarks.FleetJobs;

/// <summary>The main functions of the processes that take part in a measurement.</summary>
internal static class JobRunner
{
    internal const string Ready = "ready";

    /// <summary>Does the work that comes as lines of JSON, and answers each with the seconds that it took.</summary>
    /// <param name="place">How: <c>call</c>, <c>file</c> or <c>client</c>.</param>
    /// <param name="store">The file, or the database of the silos.</param>
    /// <param name="lanes">How many lanes this process has.</param>
    internal static async Task RunAsync(string place, string store, int lanes)
    {
        using IHost? host = place switch
        {
            "call" => null,
            "file" => FileSilo(store, lanes),
            "client" => Client(store),
            _ => throw new ArgumentOutOfRangeException(nameof(place), place, "not known"),
        };
        await (host?.StartAsync() ?? Task.CompletedTask).ConfigureAwait(false);
        Console.WriteLine(Ready);
        while (Console.ReadLine() is { } line)
        {
            JobWork work = JsonSerializer.Deserialize<JobWork>(line)!;
            long begin = Stopwatch.GetTimestamp();
            work.Check(await (host is null ? CallAsync(work) : JobAsync(host, work)).ConfigureAwait(false));
            Console.WriteLine(Stopwatch.GetElapsedTime(begin).TotalSeconds.ToString("R", CultureInfo.InvariantCulture));
        }

        await (host?.StopAsync() ?? Task.CompletedTask).ConfigureAwait(false);
    }

    /// <summary>A silo on a database, until this process is ended.</summary>
    internal static async Task RunSiloAsync(string database, int lanes)
    {
        using IHost host = Host(builder => builder.UseOrleans(silo => silo
            .UsePostgreSqlCluster(database)
            .Configure<ClusterOptions>(Configure)
            .ConfigureEndpoints("127.0.0.1", LoopbackPort.Find(), LoopbackPort.Find())
            .UseRustFleet(fleet => (fleet.PostgreSql, fleet.Lanes) = (database, lanes))));
        await host.StartAsync().ConfigureAwait(false);
        Console.WriteLine(Ready);
        await host.WaitForShutdownAsync().ConfigureAwait(false);
    }

    private static IHost FileSilo(string file, int lanes) => Host(builder => builder.UseOrleans(silo => silo
        .UseLocalhostClustering(LoopbackPort.Find(), LoopbackPort.Find())
        .UseRustFleet(fleet => (fleet.File, fleet.Lanes) = (file, lanes))));

    private static IHost Client(string database) => Host(builder => builder.UseOrleansClient(client => client
        .UsePostgreSqlCluster(database)
        .Configure<ClusterOptions>(Configure)
        .UseRustFleet()));

    private static void Configure(ClusterOptions options) => (options.ClusterId, options.ServiceId) = ("fleet-jobs", "fleet-jobs");

    private static IHost Host(Action<HostApplicationBuilder> configure)
    {
        HostApplicationBuilder builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Error);
        configure(builder);
        return builder.Build();
    }

    private static async Task<int> CallAsync(JobWork work)
    {
        ProcedureOutput output = await Rust.StartProcedureAsync(work.Input).ConfigureAwait(false);
        return output.Hosts.Count(host => host.Outcome == HostOutcome.Succeeded);
    }

    private static async Task<int> JobAsync(IHost host, JobWork work)
    {
        Watcher watcher = new();
        IGrainFactory client = host.Services.GetRequiredService<IGrainFactory>();
        await client.RunFleetAsync($"{Guid.NewGuid()}", work.Input, watcher).ConfigureAwait(false);
        return watcher.Succeeded;
    }

    private sealed class Watcher : IProgress<FleetJobUpdate>
    {
        public int Succeeded { get; private set; }

        public void Report(FleetJobUpdate value) =>
            Succeeded += value.Results.Count(result => result.Outcome == HostOutcome.Succeeded);
    }
}
