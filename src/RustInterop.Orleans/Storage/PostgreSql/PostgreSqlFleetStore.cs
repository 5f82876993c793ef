using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Npgsql;
using RustInterop.Fleet;
using static RustInterop.Orleans.Storage.PostgreSql.PostgreSqlDatabase;

namespace RustInterop.Orleans.Storage.PostgreSql;

/// <summary>A store in a PostgreSQL database, for any number of silos. What happens to batches is in fleet1.sql.</summary>
internal sealed class PostgreSqlFleetStore(string connectionString, TimeProvider time, ILogger<PostgreSqlFleetStore> logger)
    : IFleetStore, IDisposable
{
    private const int MostConnections = 16;

    // The server takes 1 GiB in a message.
    private const int MostBytesInACall = 4 << 20;

    private static readonly PostgreSqlSchema s_schema = new("fleet", version: 1);
    private readonly PostgreSqlDatabase _database = new(connectionString, MostConnections);

    public void Dispose() => _database.Dispose();

    public async Task OpenAsync()
    {
        await _database.UpgradeAsync(s_schema).ConfigureAwait(false);
        (string isolation, bool isDurable) = (await _database.ReadAsync(
            reader => (reader.GetString(0), reader.GetBoolean(1)),
            Statement(
                """
                select current_setting('transaction_isolation'),
                    current_setting('fsync') = 'on' and current_setting('synchronous_commit') <> 'off'
                """)).ConfigureAwait(false))[0];
        if (isolation != "read committed")
        {
            throw new InvalidOperationException(
                $"default_transaction_isolation is {isolation} for this user or database; fleet jobs need read committed.");
        }

        if (!isDurable)
        {
            logger.PostgreSqlNotDurable();
        }
    }

    public async Task<StoredJob> CreateJobAsync(NewJob job)
    {
        bool isEmpty = job.Hosts == 0;
        DateTimeOffset now = time.GetUtcNow();
        StoredJob? stored = await FirstAsync(
            PostgreSqlJobs.Read,
            Statement(
                """
                with made as (
                    insert into fleet_jobs (job, state, hosts, input_hash, created, ended) values ($1, $2, $3, $4, $5, $6)
                    on conflict (job) do nothing returning id),
                kept as (insert into fleet_inputs (job, input) select id, $7 from made)
                insert into fleet_batches (job, number, first, hosts, state, granted_to)
                select id, first / $8, first, least($8, $3 - first), 0, first from made, generate_series(0, $3 - 1, $8) as first
                """,
                job.Job, (int)(isEmpty ? FleetJobState.Completed : FleetJobState.Running), job.Hosts, SHA256.HashData(job.Input), now,
                isEmpty ? now : null, job.Input, job.BatchSize),
            PostgreSqlJobs.Find(job.Job)).ConfigureAwait(false);
        return stored ?? throw new InvalidOperationException($"the job {job.Job} was deleted");
    }

    public Task<StoredJob?> FindJobAsync(string job) => FirstAsync(PostgreSqlJobs.Read, PostgreSqlJobs.Find(job));

    public Task<byte[]?> FindInputAsync(long id) =>
        FirstAsync(reader => reader.GetFieldValue<byte[]>(0), Statement("select input from fleet_inputs where job = $1", id));

    public async Task<IReadOnlyList<StoredJob>> ListJobsAsync(long? before, int most) =>
        await _database.ReadAsync(PostgreSqlJobs.Read, PostgreSqlJobs.List(before, most)).ConfigureAwait(false);

    public async Task<IReadOnlyList<string>> ListCancellingAsync() => await _database.ReadAsync(
        reader => reader.GetString(0),
        Statement("select job from fleet_jobs where state = $1 and ended is null", (int)FleetJobState.Cancelling)).ConfigureAwait(false);

    public Task<StoredJob?> CancelJobAsync(string job) => FirstAsync(
        PostgreSqlJobs.Read,
        Statement(
            "update fleet_jobs set state = $2 where job = $1 and state = $3",
            job, (int)FleetJobState.Cancelling, (int)FleetJobState.Running),
        PostgreSqlJobs.Find(job));

    public async Task<bool> DeleteJobAsync(string job) => await FirstAsync(
        PostgreSqlJobs.Read,
        Statement("delete from fleet_jobs where job = $1 and ended is not null", job),
        PostgreSqlJobs.Find(job)).ConfigureAwait(false) is null;

    public async Task DeleteEndedAsync(DateTimeOffset before)
    {
        // One at a time, since each can have many results.
        while (await _database.RunAsync(Statement(
            "delete from fleet_jobs where id = (select id from fleet_jobs where ended < $1 order by ended limit 1)",
            before.ToUniversalTime())).ConfigureAwait(false) > 0)
        {
        }
    }

    public Task<BatchClaim?> ClaimAsync(Guid id, RunnerId owner, FleetJobState state) =>
        FirstAsync(ReadClaim, Statement("select * from fleet_claim($1, $2, $3)", id, owner.ToString(), (int)state));

    public async Task<IReadOnlyList<OwnedBatch>> ListOwnedAsync() => await _database.ReadAsync(
        reader => new OwnedBatch(reader.GetString(0), reader.GetInt32(1), reader.GetGuid(2), RunnerId.Parse(reader.GetString(3))),
        Statement(
            """
            select fleet_jobs.job, number, claim, owner from fleet_batches join fleet_jobs on fleet_jobs.id = fleet_batches.job
            where fleet_batches.state = 1
            """)).ConfigureAwait(false);

    public Task<BatchClaim?> TakeOverAsync(OwnedBatch batch, Guid id, RunnerId owner) =>
        FirstAsync(ReadClaim, Statement("select * from fleet_take_over($1, $2, $3)", batch.Claim, id, owner.ToString()));

    public async Task<WriteOutcome> WriteAsync(
        BatchClaim claim, IReadOnlyList<StoredResult> results, int? grantedTo, bool release)
    {
        DateTimeOffset now = time.GetUtcNow();
        (int Host, int Outcome, byte[] Json)[] rows =
        [
            .. results.DistinctBy(result => result.Index).Select(result => (
                result.Index, (int)result.Result.Outcome, JsonSerializer.SerializeToUtf8Bytes(result.Result, ProcedureJson.HostResult))),
        ];
        List<NpgsqlBatchCommand> calls = [];
        int end = 0;
        do
        {
            int first = end;
            for (long bytes = 0; end < rows.Length && bytes < MostBytesInACall; end++)
            {
                bytes += rows[end].Json.Length;
            }

            bool isLast = end == rows.Length;
            ArraySegment<(int Host, int Outcome, byte[] Json)> part = new(rows, first, end - first);
            calls.Add(Statement(
                "select fleet_write($1, $2, $3, $4, $5, $6, $7)",
                claim.Id, part.Select(row => row.Host).ToArray(), part.Select(row => row.Outcome).ToArray(),
                part.Select(row => row.Json).ToArray(), isLast ? grantedTo : null, isLast && release, now));
        }
        while (end < rows.Length);

        return (await _database.ReadAsync(reader => (WriteOutcome)reader.GetInt32(0), [.. calls]).ConfigureAwait(false))[^1];
    }

    public async Task<StoredUpdate?> ReadResultsAsync(string job, long after, int mostBytes)
    {
        List<(FleetJobStatus Status, (long Sequence, byte[] Json)? Result)> rows = await _database.ReadAsync(
            reader => (PostgreSqlJobs.Read(reader).Status, PostgreSqlJobs.ReadResult(reader)),
            PostgreSqlJobs.FindResults(job, after, mostBytes)).ConfigureAwait(false);
        return rows.Count == 0 ? null : new(
            rows[0].Status,
            [.. rows.Where(row => row.Result is not null).Select(row => row.Result!.Value.Json)],
            rows[^1].Result?.Sequence ?? after);
    }

    private static BatchClaim ReadClaim(NpgsqlDataReader reader) => new(
        reader.GetGuid(0), reader.GetInt64(1), reader.GetString(2), (FleetJobState)reader.GetInt32(3), reader.GetInt32(4),
        reader.GetFieldValue<int[]>(5), reader.GetInt32(6));

    private async Task<T?> FirstAsync<T>(Func<NpgsqlDataReader, T> read, params NpgsqlBatchCommand[] statements)
        where T : class =>
        (await _database.ReadAsync(read, statements).ConfigureAwait(false)).FirstOrDefault();
}
