using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace RustInterop.Orleans.Storage.Sqlite;

/// <summary>A store in a file.</summary>
internal sealed class SqliteFleetStore(string path, TimeProvider time) : IFleetStore, IDisposable
{
    private readonly SqliteFile _file = new(path);

    public Task OpenAsync() => _file.OpenAsync();

    public void Dispose() => _file.Dispose();

    public Task<StoredJob> CreateJobAsync(NewJob job) => _file.WriteAsync(session =>
    {
        if (SqliteJobs.Find(session, job.Job) is { } existing)
        {
            return existing;
        }

        bool isEmpty = job.Hosts == 0;
        long now = time.GetUtcNow().ToUnixTimeMilliseconds();
        session.Run(
            """
            insert into fleet_jobs (job, state, hosts, input_hash, created, ended)
            values ($job, $state, $hosts, $hash, $now, $ended)
            """,
            ("$job", job.Job), ("$state", isEmpty ? (int)FleetJobState.Completed : (int)FleetJobState.Running), ("$hosts", job.Hosts),
            ("$hash", SHA256.HashData(job.Input)), ("$now", now), ("$ended", isEmpty ? now : null));
        long id = session.Number("select last_insert_rowid()");
        session.Run("insert into fleet_inputs (job, input) values ($id, $input)", ("$id", id), ("$input", job.Input));
        for (int first = 0, number = 0; first < job.Hosts; first += job.BatchSize, number++)
        {
            session.Run(
                """
                insert into fleet_batches (job, number, first, hosts, state, granted_to)
                values ($id, $number, $first, $hosts, 0, $first)
                """,
                ("$id", id), ("$number", number), ("$first", first), ("$hosts", Math.Min(job.BatchSize, job.Hosts - first)));
        }

        return SqliteJobs.Find(session, job.Job)!;
    });

    public Task<StoredJob?> FindJobAsync(string job) => _file.ReadAsync(session => SqliteJobs.Find(session, job));

    public Task<byte[]?> FindInputAsync(long id) => _file.ReadAsync(session => session.First(
        "select input from fleet_inputs where job = $id", reader => (byte[])reader[0], ("$id", id)));

    public Task<IReadOnlyList<StoredJob>> ListJobsAsync(long? before, int most) =>
        _file.ReadAsync(session => SqliteJobs.List(session, before, most));

    public Task<IReadOnlyList<string>> ListCancellingAsync() => _file.ReadAsync<IReadOnlyList<string>>(session => session.All(
        "select job from fleet_jobs where state = $state and ended is null",
        reader => reader.GetString(0), ("$state", (int)FleetJobState.Cancelling)));

    public Task<StoredJob?> CancelJobAsync(string job) => _file.WriteAsync(session =>
    {
        session.Run(
            "update fleet_jobs set state = $cancelling where job = $job and state = $running",
            ("$job", job), ("$cancelling", (int)FleetJobState.Cancelling), ("$running", (int)FleetJobState.Running));
        return SqliteJobs.Find(session, job);
    });

    public Task<bool> DeleteJobAsync(string job) => _file.WriteAsync(session =>
    {
        session.Run("delete from fleet_jobs where job = $job and ended is not null", ("$job", job));
        return SqliteJobs.Find(session, job) is null;
    });

    public Task DeleteEndedAsync(DateTimeOffset before) => _file.WriteAsync(session =>
        session.Run("delete from fleet_jobs where ended < $before", ("$before", before.ToUnixTimeMilliseconds())));

    public Task<BatchClaim?> ClaimAsync(Guid id, RunnerId owner, FleetJobState state) =>
        _file.WriteAsync(session => SqliteBatches.Claim(session, id, owner, state));

    public Task<IReadOnlyList<OwnedBatch>> ListOwnedAsync() => _file.ReadAsync(SqliteBatches.ListOwned);

    public Task<BatchClaim?> TakeOverAsync(OwnedBatch batch, Guid id, RunnerId owner) =>
        _file.WriteAsync(session => SqliteBatches.TakeOver(session, batch, id, owner));

    public Task<WriteOutcome> WriteAsync(BatchClaim claim, IReadOnlyList<StoredResult> results, int? grantedTo, bool release) =>
        _file.WriteAsync(session => SqliteBatches.Write(session, claim, results, grantedTo, release, time.GetUtcNow()));

    public Task<StoredUpdate?> ReadResultsAsync(string job, long after, int mostBytes) => _file.ReadAsync(session =>
    {
        if (SqliteJobs.Find(session, job) is not { } stored)
        {
            return null;
        }

        List<byte[]> results = [];
        long cursor = after;
        using SqliteCommand command = session.Command(
            "select sequence, result from fleet_results where job = $id and sequence > $after order by sequence",
            ("$id", stored.Id), ("$after", after));
        using SqliteDataReader reader = command.ExecuteReader();
        for (long bytes = 0; bytes < mostBytes && reader.Read();)
        {
            byte[] result = (byte[])reader[1];
            results.Add(result);
            cursor = reader.GetInt64(0);
            bytes += result.Length;
        }

        return new StoredUpdate(stored.Status, [.. results], cursor);
    });
}
