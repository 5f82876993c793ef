namespace RustInterop.FleetServer.Tests.Support;

/// <summary>A server for the tests that do not end it.</summary>
public sealed class ServerFixture : IAsyncLifetime
{
    internal ServerProcess Server { get; private set; } = null!;

    public async Task InitializeAsync() => Server = await ServerProcess.StartAsync(("Fleet__BatchSize", "8"), ("Fleet__BlockSize", "4"));

    public async Task DisposeAsync() => await Server.DisposeAsync();
}

/// <summary>The tests that share it.</summary>
[CollectionDefinition(Name)]
public sealed class SharedServer : ICollectionFixture<ServerFixture>
{
    public const string Name = "server";
}
