using Microsoft.Extensions.Hosting;
using RustInterop.Orleans.Tests.Support;

namespace RustInterop.Orleans.Tests;

[RedisTests]
public sealed class RedisClusterTests : ClusterTests
{
    private string _configuration = "";

    public override async Task InitializeAsync() => _configuration = await TestServers.EmptyRedisAsync(2);

    private protected override void Join(ISiloBuilder silo) => silo.UseRedisClustering(_configuration);

    private protected override void Join(IClientBuilder client) => client.UseRedisClustering(_configuration);

    private protected override void Configure(FleetOptions options) => options.Redis = _configuration;
}
