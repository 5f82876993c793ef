using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Messaging;
using RustInterop.Orleans.Tests.Support;

namespace RustInterop.Orleans.Tests;

/// <summary>Orleans's own table of silos, with the statements of this library.</summary>
[PostgreSqlTests]
public sealed class PostgreSqlClusterTests : ClusterTests
{
    private static readonly DateTime s_now = new(2033, 5, 18, 3, 33, 20, DateTimeKind.Utc);

    private string _connectionString = "";

    public override async Task InitializeAsync() => _connectionString = await TestServers.CreatePostgreSqlAsync();

    [StoreFact]
    public async Task InsertRowAsync_VersionThatHasChanged_IsRefused()
    {
        IMembershipTable table = await OpenAsync();
        MembershipTableData empty = await table.ReadAllAsync();

        (await table.InsertRowAsync(Entry(1, SiloStatus.Joining), empty.Version.Next())).Should().BeTrue();
        (await table.InsertRowAsync(Entry(2, SiloStatus.Joining), empty.Version.Next())).Should().BeFalse("somebody has joined");
        (await table.InsertRowAsync(Entry(1, SiloStatus.Joining), (await table.ReadAllAsync()).Version.Next())).Should().BeFalse("it is there");

        MembershipTableData all = await table.ReadAllAsync();
        all.Version.Version.Should().Be(empty.Version.Version + 1);
        all.Members.Single().Item1.Should().BeEquivalentTo(Entry(1, SiloStatus.Joining));
    }

    [StoreFact]
    public async Task UpdateRowAsync_ManyAtOnce_OneSucceeds()
    {
        IMembershipTable table = await OpenAsync();
        await table.InsertRowAsync(Entry(1, SiloStatus.Active), (await table.ReadAllAsync()).Version.Next());
        MembershipTableData before = await table.ReadAllAsync();
        MembershipEntry dead = Entry(1, SiloStatus.Dead);
        dead.SuspectTimes = [Tuple.Create(Address(2), s_now)];

        bool[] updates = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => table.UpdateRowAsync(dead, before.Members.Single().Item2, before.Version.Next())));

        updates.Should().ContainSingle(isUpdated => isUpdated);
        MembershipTableData after = await table.ReadRowAsync(Address(1));
        after.Members.Single().Item1.Should().BeEquivalentTo(dead);
        after.Version.Version.Should().Be(before.Version.Version + 1);
        (await table.ReadRowAsync(Address(2))).Members.Should().BeEmpty();
    }

    [StoreFact]
    public async Task CleanupDefunctSiloEntriesAsync_DeadOrNot_DeletesTheDeadOnesThatAreOld()
    {
        IMembershipTable table = await OpenAsync();
        foreach ((int port, SiloStatus status) in ((int, SiloStatus)[])[(1, SiloStatus.Dead), (2, SiloStatus.Active), (3, SiloStatus.Dead)])
        {
            await table.InsertRowAsync(Entry(port, status), (await table.ReadAllAsync()).Version.Next());
        }

        MembershipEntry seen = Entry(3, SiloStatus.Dead);
        seen.IAmAliveTime = s_now.AddDays(2);
        await table.UpdateIAmAliveAsync(seen);

        await table.CleanupDefunctSiloEntriesAsync(s_now.AddDays(1));

        (await table.ReadAllAsync()).Members.Select(member => member.Item1.SiloAddress).Should().BeEquivalentTo([Address(2), Address(3)]);
        await table.DeleteMembershipTableEntriesAsync("cluster");
        await table.InitializeMembershipTableAsync(tryInitTableVersion: true);
        (await table.ReadAllAsync()).Members.Should().BeEmpty();
    }

    [StoreFact]
    public async Task GetGateways_OnlyActiveSilos_AreListed()
    {
        IMembershipTable table = await OpenAsync();
        await table.InsertRowAsync(Entry(1, SiloStatus.Active), (await table.ReadAllAsync()).Version.Next());
        await table.InsertRowAsync(Entry(2, SiloStatus.Dead), (await table.ReadAllAsync()).Version.Next());
        IGatewayListProvider gateways = MakeClient().Services.GetRequiredService<IGatewayListProvider>();

        await gateways.InitializeGatewayListProvider();

        (await gateways.GetGateways()).Should().Equal(new Uri("gwy.tcp://127.0.0.1:1001/7"));
    }

    private static SiloAddress Address(int port) => SiloAddress.New(IPAddress.Loopback, port, 7);

    private static MembershipEntry Entry(int port, SiloStatus status) => new()
    {
        SiloAddress = Address(port),
        SiloName = $"silo {port}",
        HostName = "host",
        Status = status,
        ProxyPort = 1000 + port,
        StartTime = s_now,
        IAmAliveTime = s_now,
    };

    private protected override void Join(ISiloBuilder silo) => silo.UsePostgreSqlCluster(_connectionString);

    private protected override void Join(IClientBuilder client) => client.UsePostgreSqlCluster(_connectionString);

    private protected override void Configure(FleetOptions options) => options.PostgreSql = _connectionString;

    private async Task<IMembershipTable> OpenAsync()
    {
        IMembershipTable table = MakeSilo().Services.GetRequiredService<IMembershipTable>();
        await table.InitializeMembershipTableAsync(tryInitTableVersion: true);
        return table;
    }
}
