using Npgsql;
using RustInterop.Orleans.Storage;
using RustInterop.Orleans.Tests.Support;
using RustInterop.Servers;

namespace RustInterop.Orleans.Tests.Storage;

[PostgreSqlTests]
public sealed class PostgreSqlFleetStoreTests : FleetStoreTests
{
    private string _connectionString = "";

    [StoreFact]
    public async Task OpenAsync_ManyAtOnceInAnEmptyDatabase_MakesTheTablesOnce()
    {
        Place = await MakePlaceAsync();

        IFleetStore[] stores = await OpenOthersAsync(6);

        await stores[0].CreateJobAsync(new("job", [1], 1, BatchSize: 2));
        (await stores[5].FindJobAsync("job")).Should().NotBeNull();
    }

    [StoreFact]
    public async Task OpenAsync_DatabaseOfALaterVersion_Throws()
    {
        await RunAsync("update rust_interop_versions set version = 1000 where part = 'fleet'");

        await this.Awaiting(test => test.OpenAgainAsync()).Should().ThrowAsync<InvalidOperationException>()
            .WithMessage("*has version 1000 of the tables*");
    }

    [StoreFact]
    public async Task OpenAsync_UserWhoMayNotMakeTables_UsesThoseThatAreThere()
    {
        NpgsqlConnectionStringBuilder builder = new(_connectionString);
        string user = $"user_{builder.Database}";
        await RunAsync(
            $"create role {user} login password 'secret'; grant select, insert, update, delete on all tables in schema public to {user}");
        (builder.Username, builder.Password) = (user, "secret");
        Place = new PostgreSqlPlace(builder.ToString());

        await OpenAgainAsync();
        await CreateAsync("job", 2);
        BatchClaim claim = (await ClaimAsync(Guid.NewGuid()))!;

        (await Store.WriteAsync(claim, [Result(0, HostOutcome.Failed)], grantedTo: 2, release: true)).Should().Be(WriteOutcome.Written);
    }

    [StoreFact]
    public async Task OpenAsync_IsolationThatHidesWhatOthersWrite_Throws()
    {
        await RunAsync($"alter database {new NpgsqlConnectionStringBuilder(_connectionString).Database} set default_transaction_isolation = 'serializable'");

        await this.Awaiting(test => test.OpenAgainAsync()).Should().ThrowAsync<InvalidOperationException>()
            .WithMessage("default_transaction_isolation is serializable*");
    }

    [StoreFact]
    public async Task OpenAsync_ServerThatStartsLater_Waits()
    {
        await using PostgreSqlServer server = await PostgreSqlServer.StartAsync();
        Place = new PostgreSqlPlace(server.ConnectionString);
        await OpenAgainAsync();
        await CreateAsync("job", 2);

        await server.StopAsync();
        await Store.Awaiting(store => store.FindJobAsync("job")).Should().ThrowAsync<NpgsqlException>();
        Task<IFleetStore[]> opening = OpenOthersAsync(1);
        await server.StartAgainAsync();

        (await (await opening)[0].FindJobAsync("job")).Should().NotBeNull();
        (await Store.FindJobAsync("job")).Should().NotBeNull();
    }

    private protected override async Task<TestPlace> MakePlaceAsync()
    {
        _connectionString = await TestServers.CreatePostgreSqlAsync();
        return new PostgreSqlPlace(_connectionString);
    }

    private async Task RunAsync(string sql)
    {
        await using NpgsqlDataSource database = NpgsqlDataSource.Create(_connectionString);
        await using NpgsqlCommand command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
