using RustInterop.Orleans.Storage;
using RustInterop.Orleans.Tests.Support;
using RustInterop.Servers;
using StackExchange.Redis;

namespace RustInterop.Orleans.Tests.Storage;

[RedisTests]
public sealed class RedisFleetStoreTests : FleetStoreTests
{
    private string _configuration = "";

    [StoreFact]
    public async Task OpenAsync_KeysOfALaterVersion_Throws()
    {
        await RunAsync("SET", "{rust_interop_fleet}:version", "1000");

        await this.Awaiting(test => test.OpenAgainAsync()).Should().ThrowAsync<InvalidOperationException>()
            .WithMessage("*has version 1000 of the keys*");
    }

    [StoreFact]
    public async Task OpenAsync_RedisThatForgetsAtARestart_Throws() => await ShouldRefuseAsync("appendonly", "no");

    [StoreFact]
    public async Task OpenAsync_RedisThatForgetsWhenItIsFull_Throws() => await ShouldRefuseAsync("maxmemory-policy", "allkeys-lru");

    [StoreFact]
    public async Task WriteAsync_RedisThatStartedAgain_GoesOn()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        UseOwn(server);
        await OpenAgainAsync();
        await CreateAsync("job", 2);
        BatchClaim claim = (await ClaimAsync(Guid.NewGuid()))!;
        await Store.WriteAsync(claim, [Result(0, HostOutcome.Failed)], grantedTo: 1, release: false);

        await server.StopAsync();
        (await TryAsync(() => Store.FindJobAsync("job"))).Should().BeFalse();
        await server.StartAgainAsync();
        await Wait.UntilAsync(async () => await TryAsync(() => Store.FindJobAsync("job")), "Redis is there again");

        (await Store.WriteAsync(claim, [Result(1, HostOutcome.Failed)], grantedTo: 2, release: true)).Should().Be(WriteOutcome.Written);
        (await Store.FindJobAsync("job"))!.Status.State.Should().Be(FleetJobState.Completed);
    }

    [StoreFact]
    public async Task DeleteJobAsync_TheLastJob_LeavesNoKeysOfIt()
    {
        RedisResult before = await RunAsync("DBSIZE");
        await CreateAsync("job", 2);
        BatchClaim claim = (await ClaimAsync(Guid.NewGuid()))!;
        await Store.WriteAsync(
            claim, [Result(0, HostOutcome.Failed), Result(1, HostOutcome.Failed)], grantedTo: null, release: true);

        await Store.DeleteJobAsync("job");

        ((long)await RunAsync("DBSIZE")).Should().Be((long)before + 1, "the last number stays");
    }

    private protected override async Task<TestPlace> MakePlaceAsync()
    {
        _configuration = await TestServers.EmptyRedisAsync(0);
        return new RedisPlace(_configuration);
    }

    private static async Task<bool> TryAsync(Func<Task> call)
    {
        try
        {
            await call();
            return true;
        }
        // A call that waited too long for a connection has timed out.
        catch (Exception exception) when (exception is RedisException or RedisTimeoutException)
        {
            return false;
        }
    }

    private async Task ShouldRefuseAsync(string setting, string value)
    {
        await using RedisServer server = await RedisServer.StartAsync();
        UseOwn(server);
        await RunAsync("CONFIG", "SET", setting, value);

        await this.Awaiting(test => test.OpenAgainAsync()).Should().ThrowAsync<InvalidOperationException>().WithMessage($"*{setting}*");
    }

    private void UseOwn(RedisServer server)
    {
        // This also is how long an asynchronous call waits for a connection.
        _configuration = $"{server.ConnectionString},syncTimeout=500";
        Place = new RedisPlace(_configuration);
    }

    private async Task<RedisResult> RunAsync(string command, params object[] arguments)
    {
        await using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync($"{_configuration},allowAdmin=true");
        return await connection.GetDatabase().ExecuteAsync(command, arguments);
    }
}
