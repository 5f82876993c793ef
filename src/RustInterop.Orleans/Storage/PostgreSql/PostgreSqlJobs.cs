using Npgsql;
using RustInterop.Fleet;

namespace RustInterop.Orleans.Storage.PostgreSql;

/// <summary>Reads jobs.</summary>
internal static class PostgreSqlJobs
{
    // So a read looks at few rows, whatever their size.
    private const int MostResults = 1000;

    private const string Columns =
        """
        id, job, state, hosts, input_hash, created, ended,
        array(select outcome from fleet_outcomes as known where known.job = id order by outcome),
        array(select known.hosts from fleet_outcomes as known where known.job = id order by outcome)
        """;

    internal static NpgsqlBatchCommand Find(string job) =>
        PostgreSqlDatabase.Statement($"select {Columns} from fleet_jobs where job = $1", job);

    internal static NpgsqlBatchCommand List(long? before, int most) => PostgreSqlDatabase.Statement(
        $"select {Columns} from fleet_jobs where id < $1 order by id desc limit $2", before ?? long.MaxValue, most);

    /// <summary>The job with each of the next results; once without any if there are none.</summary>
    internal static NpgsqlBatchCommand FindResults(string job, long after, int mostBytes) => PostgreSqlDatabase.Statement(
        $"""
        select {Columns}, sequence, result
        from fleet_jobs left join lateral (
            select sequence, result
            from (
                select sequence, result, sum(octet_length(result)) over (order by sequence) - octet_length(result) as size_before
                from (
                    select sequence, result from fleet_results where fleet_results.job = id and sequence > $2
                    order by sequence limit {MostResults}) as next) as next
            where size_before < $3) as next on true
        where fleet_jobs.job = $1
        order by sequence
        """,
        job, after, mostBytes);

    internal static StoredJob Read(NpgsqlDataReader reader) => new(
        reader.GetInt64(0),
        new FleetJobStatus(
            reader.GetString(1), (FleetJobState)reader.GetInt32(2), reader.GetInt32(3), Outcomes(reader),
            reader.GetFieldValue<DateTimeOffset>(5), reader.IsDBNull(6) ? null : reader.GetFieldValue<DateTimeOffset>(6)),
        reader.GetFieldValue<byte[]>(4));

    internal static (long Sequence, byte[] Result)? ReadResult(NpgsqlDataReader reader) =>
        reader.IsDBNull(9) ? null : (reader.GetInt64(9), reader.GetFieldValue<byte[]>(10));

    private static Dictionary<HostOutcome, int> Outcomes(NpgsqlDataReader reader) =>
        reader.GetFieldValue<int[]>(7).Zip(reader.GetFieldValue<int[]>(8))
            .ToDictionary(count => (HostOutcome)count.First, count => count.Second);
}
