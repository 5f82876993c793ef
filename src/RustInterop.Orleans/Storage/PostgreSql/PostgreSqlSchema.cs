using System.Globalization;
using Npgsql;

namespace RustInterop.Orleans.Storage.PostgreSql;

/// <summary>The tables of one part of this library, and how older ones become them.</summary>
/// <param name="part">The name of the part. Its statements are embedded as NAME1.sql, NAME2.sql and so on, one for each version.</param>
/// <param name="version">The version that this library knows.</param>
internal sealed class PostgreSqlSchema(string part, int version)
{
    /// <summary>Makes what is not there yet. Several processes can do it at once.</summary>
    /// <exception cref="InvalidOperationException">The database is of a later version of this library.</exception>
    internal async Task UpgradeAsync(NpgsqlConnection connection)
    {
        NpgsqlTransaction transaction = await connection.BeginTransactionAsync().ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            await RunAsync(connection, "select pg_advisory_xact_lock(hashtextextended('rust_interop_versions', 0))").ConfigureAwait(false);
            // A user who may not make tables can use those that are there.
            if (await RunAsync(connection, "select to_regclass('rust_interop_versions')::text").ConfigureAwait(false) is null)
            {
                await RunAsync(connection, "create table rust_interop_versions (part text primary key, version integer not null)")
                    .ConfigureAwait(false);
            }

            await UpgradeTablesAsync(connection).ConfigureAwait(false);
            await transaction.CommitAsync().ConfigureAwait(false);
        }
    }

    private async Task UpgradeTablesAsync(NpgsqlConnection connection)
    {
        int found = await RunAsync(connection, "select version from rust_interop_versions where part = $1", part).ConfigureAwait(false) as int? ?? 0;
        if (found > version)
        {
            throw new InvalidOperationException(
                $"The database {connection.Database} has version {found} of the tables for {part}; this library knows {version}.");
        }

        if (found == version)
        {
            return;
        }

        for (int next = found + 1; next <= version; next++)
        {
            await RunAsync(connection, await ReadAsync(next).ConfigureAwait(false)).ConfigureAwait(false);
        }

        await RunAsync(
            connection,
            "insert into rust_interop_versions values ($1, $2) on conflict (part) do update set version = excluded.version",
            part, version).ConfigureAwait(false);
    }

    private async Task<string> ReadAsync(int next)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"{part}{next}.sql");
        using StreamReader reader = new(typeof(PostgreSqlSchema).Assembly.GetManifestResourceStream(name)!);
        return await reader.ReadToEndAsync().ConfigureAwait(false);
    }

    private static async Task<object?> RunAsync(NpgsqlConnection connection, string sql, params object[] parameters)
    {
#pragma warning disable CA2100 // All statements are constants.
        NpgsqlCommand command = new(sql, connection);
#pragma warning restore CA2100
        await using (command.ConfigureAwait(false))
        {
            foreach (object value in parameters)
            {
                command.Parameters.Add(new NpgsqlParameter { Value = value });
            }

            object? first = await command.ExecuteScalarAsync().ConfigureAwait(false);
            return first is DBNull ? null : first;
        }
    }
}
