using Npgsql;
using RustInterop.Servers;
using StackExchange.Redis;

namespace RustInterop.Orleans.Tests.Support;

/// <summary>The servers for all tests, started by the first one that needs them.</summary>
internal static class TestServers
{
    private static readonly Lazy<Task<PostgreSqlServer>> s_postgreSql = new(PostgreSqlServer.StartAsync);

    private static readonly Lazy<Task<RedisServer>> s_redis = new(RedisServer.StartAsync);

    internal static string? MissingRedis { get; } = RedisServer.IsInstalled ? null : "Redis is not installed";

    internal static string? MissingPostgreSql { get; } = PostgreSqlServer.IsInstalled ? null : "PostgreSQL is not installed";

    /// <summary>A Redis database of its own for a class, which runs its tests one after the other.</summary>
    /// <param name="number">Its number: 0 to 15.</param>
    internal static async Task<string> EmptyRedisAsync(int number)
    {
        string configuration = $"{(await s_redis.Value).ConnectionString},defaultDatabase={number}";
        await using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync($"{configuration},allowAdmin=true");
        // No test pulls the plug, so none waits for the disk.
        await connection.GetDatabase().ExecuteAsync("CONFIG", "SET", "appendfsync", "everysec");
        await connection.GetDatabase().ExecuteAsync("FLUSHDB");
        return configuration;
    }

    /// <summary>A new, empty PostgreSQL database.</summary>
    internal static async Task<string> CreatePostgreSqlAsync()
    {
        string name = $"test_{Guid.NewGuid():N}";
        NpgsqlConnectionStringBuilder builder = new((await s_postgreSql.Value).ConnectionString);
        await using NpgsqlDataSource server = NpgsqlDataSource.Create(builder);
        // As above.
        foreach (string sql in (string[])[$"create database {name}", $"alter database {name} set synchronous_commit = off"])
        {
            await using NpgsqlCommand command = server.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }

        builder.Database = name;
        return builder.ToString();
    }
}
