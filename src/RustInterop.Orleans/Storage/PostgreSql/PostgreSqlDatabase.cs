using System.Diagnostics;
using Npgsql;

namespace RustInterop.Orleans.Storage.PostgreSql;

/// <summary>A PostgreSQL database. Thread-safe.</summary>
/// <remarks>
/// No call depends on the state of a session, so a pool between this process and the server may give each its own. Statements of one
/// call are one transaction, and arrive in one message unless they are large.
/// </remarks>
/// <param name="connectionString">A connection string of Npgsql.</param>
/// <param name="mostConnections">How many to open, unless the connection string says it.</param>
internal sealed class PostgreSqlDatabase(string connectionString, int mostConnections) : IDisposable
{
    private static readonly TimeSpan MostWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(250);

    private readonly NpgsqlDataSource _connections = NpgsqlDataSource.Create(Bounded(connectionString, mostConnections));

    public void Dispose() => _connections.Dispose();

    internal static NpgsqlBatchCommand Statement(string sql, params ReadOnlySpan<object?> parameters)
    {
        NpgsqlBatchCommand command = new(sql);
        foreach (object? value in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        }

        return command;
    }

    /// <returns>How many rows were changed.</returns>
    internal async Task<int> RunAsync(params NpgsqlBatchCommand[] statements)
    {
        NpgsqlBatch batch = Batch(statements);
        await using (batch.ConfigureAwait(false))
        {
            return await batch.ExecuteNonQueryAsync().ConfigureAwait(false);
        }
    }

    /// <returns>The rows of all statements that have some.</returns>
    internal async Task<List<T>> ReadAsync<T>(Func<NpgsqlDataReader, T> read, params NpgsqlBatchCommand[] statements)
    {
        NpgsqlBatch batch = Batch(statements);
        await using (batch.ConfigureAwait(false))
        {
            NpgsqlDataReader reader = await batch.ExecuteReaderAsync().ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                List<T> rows = [];
                do
                {
                    while (await reader.ReadAsync().ConfigureAwait(false))
                    {
                        rows.Add(read(reader));
                    }
                }
                while (await reader.NextResultAsync().ConfigureAwait(false));
                return rows;
            }
        }
    }

    /// <summary>Makes its tables. Waits up to a minute for a server that is away.</summary>
    /// <inheritdoc cref="PostgreSqlSchema.UpgradeAsync" path="/exception"/>
    internal async Task UpgradeAsync(PostgreSqlSchema schema)
    {
        long begin = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                NpgsqlConnection connection = await _connections.OpenConnectionAsync().ConfigureAwait(false);
                await using (connection.ConfigureAwait(false))
                {
                    await schema.UpgradeAsync(connection).ConfigureAwait(false);
                    return;
                }
            }
            catch (NpgsqlException exception) when (exception.IsTransient && Stopwatch.GetElapsedTime(begin) < MostWait)
            {
                await Task.Delay(RetryDelay).ConfigureAwait(false);
            }
        }
    }

    internal static string Bounded(string connectionString, int mostConnections)
    {
        NpgsqlConnectionStringBuilder builder = new(connectionString);
        if (!builder.ShouldSerialize("Maximum Pool Size"))
        {
            builder.MaxPoolSize = mostConnections;
        }

        return builder.ToString();
    }

    private NpgsqlBatch Batch(NpgsqlBatchCommand[] statements)
    {
        NpgsqlBatch batch = _connections.CreateBatch();
        foreach (NpgsqlBatchCommand statement in statements)
        {
            batch.BatchCommands.Add(statement);
        }

        return batch;
    }
}
