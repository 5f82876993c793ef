using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using RustInterop.Orleans.Tests.Support;
using RustInterop.Servers;

namespace RustInterop.Orleans.Tests;

/// <summary>Silos and clients that find each other by a server.</summary>
public abstract class ClusterTests : IAsyncLifetime
{
    private readonly List<IHost> _hosts = [];
    private readonly ConcurrentStack<IHost> _started = new();

    public abstract Task InitializeAsync();

    public async Task DisposeAsync()
    {
        foreach (IHost host in _started)
        {
            await host.StopAsync();
        }

        foreach (IHost host in _hosts)
        {
            host.Dispose();
        }
    }

    [StoreFact]
    public async Task Silos_ThatStartAtOnce_FindEachOther()
    {
        await Task.WhenAll(StartAsync(MakeSilo()), StartAsync(MakeSilo()));
        IHost client = MakeClient();
        await StartAsync(client);

        IGrainFactory grains = client.Services.GetRequiredService<IGrainFactory>();
        FleetJobStatus status = await grains.RunFleetAsync(
            "job", new(TimeSpan.Zero, 0, ["a", "b"], "true", 1) { Transport = Transport.Local });

        status.Outcomes.Should().BeEquivalentTo(new Dictionary<HostOutcome, int> { [HostOutcome.Succeeded] = 2 });
        Dictionary<SiloAddress, SiloStatus> members = await grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true);
        members.Should().HaveCount(2);
    }

    private protected IHost MakeSilo()
    {
        HostApplicationBuilder builder = MakeBuilder();
        builder.UseOrleans(silo =>
        {
            Join(silo);
            silo.UseRustFleet(Configure).ConfigureEndpoints(IPAddress.Loopback, LoopbackPort.Find(), LoopbackPort.Find());
        });
        return Keep(builder.Build());
    }

    private protected IHost MakeClient()
    {
        HostApplicationBuilder builder = MakeBuilder();
        builder.UseOrleansClient(client =>
        {
            Join(client);
            client.UseRustFleet();
        });
        return Keep(builder.Build());
    }

    private protected abstract void Join(ISiloBuilder silo);

    private protected abstract void Join(IClientBuilder client);

    private protected abstract void Configure(FleetOptions options);

    private static HostApplicationBuilder MakeBuilder()
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = ("cluster", "service"));
        return builder;
    }

    private async Task StartAsync(IHost host)
    {
        await host.StartAsync();
        _started.Push(host);
    }

    private IHost Keep(IHost host)
    {
        _hosts.Add(host);
        return host;
    }
}
