using Microsoft.Extensions.Logging.Abstractions;
using RustInterop.Orleans.Storage;
using RustInterop.Orleans.Storage.PostgreSql;
using RustInterop.Orleans.Storage.Redis;
using RustInterop.Orleans.Storage.Sqlite;
using RustInterop.Tests.Support;

namespace RustInterop.Orleans.Tests.Support;

/// <summary>Where the silos of a test keep their jobs.</summary>
internal abstract class TestPlace : IDisposable
{
    /// <summary>Whether only one store at a time can have it, which silos in one process share.</summary>
    internal abstract bool HasOneStore { get; }

    /// <summary>A store as one process has it.</summary>
    internal abstract IFleetStore Make(TimeProvider time);

    internal abstract void Configure(FleetOptions options);

    public virtual void Dispose()
    {
    }
}

/// <summary>A new file.</summary>
internal sealed class SqlitePlace : TestPlace
{
    private readonly TemporaryFolder _folder = new();

    internal string Folder => _folder.FullName;

    internal string File => _folder.PathOf("fleet.db");

    internal override bool HasOneStore => true;

    internal override IFleetStore Make(TimeProvider time) => new SqliteFleetStore(File, time);

    internal override void Configure(FleetOptions options) => options.File = File;

    public override void Dispose()
    {
        _folder.Dispose();
        base.Dispose();
    }
}

/// <summary>A PostgreSQL database.</summary>
internal sealed class PostgreSqlPlace(string connectionString) : TestPlace
{
    internal override bool HasOneStore => false;

    internal override IFleetStore Make(TimeProvider time) =>
        new PostgreSqlFleetStore(connectionString, time, NullLogger<PostgreSqlFleetStore>.Instance);

    internal override void Configure(FleetOptions options) => options.PostgreSql = connectionString;
}

/// <summary>A Redis database.</summary>
internal sealed class RedisPlace(string configuration) : TestPlace
{
    internal override bool HasOneStore => false;

    internal override IFleetStore Make(TimeProvider time) =>
        new RedisFleetStore(configuration, time, NullLogger<RedisFleetStore>.Instance);

    internal override void Configure(FleetOptions options) => options.Redis = configuration;
}
