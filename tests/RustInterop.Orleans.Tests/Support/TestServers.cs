using Npgsql;
using RustInterop.Servers;

namespace RustInterop.Orleans.Tests.Support;

/// <summary>The servers for all tests, started by the first one that needs them.</summary>
internal static class TestServers
{
    private static readonly Lazy<Task<PostgreSqlServer>> s_postgreSql = new(PostgreSqlServer.StartAsync);

    internal static string? MissingPostgreSql { get; } = PostgreSqlServer.IsInstalled ? null : "PostgreSQL is not installed";

    /// <summary>A new, empty database.</summary>
    internal static async Task<string> CreateDatabaseAsync()
    {
        string name = $"test_{Guid.NewGuid():N}";
        NpgsqlConnectionStringBuilder builder = new((await s_postgreSql.Value).ConnectionString);
        await using NpgsqlDataSource server = NpgsqlDataSource.Create(builder);
        // No test pulls the plug, so none waits for the disk.
        foreach (string sql in (string[])[$"create database {name}", $"alter database {name} set synchronous_commit = off"])
        {
            await using NpgsqlCommand command = server.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }

        builder.Database = name;
        return builder.ToString();
    }
}
