using Microsoft.Data.Sqlite;
using RustInterop.Fleet;

namespace RustInterop.Orleans.Storage.Sqlite;

/// <summary>Reads jobs.</summary>
internal static class SqliteJobs
{
    private const string Columns = "select id, job, state, hosts, input_hash, created, ended from fleet_jobs ";

    internal static StoredJob? Find(SqliteSession session, string job) =>
        session.First(Columns + "where job = $job", reader => Read(session, reader), ("$job", job));

    internal static IReadOnlyList<StoredJob> List(SqliteSession session, long? before, int most) => session.All(
        Columns + "where $before is null or id < $before order by id desc limit $most",
        reader => Read(session, reader), ("$before", before), ("$most", most));

    private static StoredJob Read(SqliteSession session, SqliteDataReader reader)
    {
        long id = reader.GetInt64(0);
        Dictionary<HostOutcome, int> outcomes = session.All(
            "select outcome, hosts from fleet_outcomes where job = $id",
            row => KeyValuePair.Create((HostOutcome)row.GetInt32(0), row.GetInt32(1)), ("$id", id)).ToDictionary();
        return new(
            id,
            new FleetJobStatus(
                reader.GetString(1), (FleetJobState)reader.GetInt32(2), reader.GetInt32(3), outcomes,
                DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(5)),
                reader.IsDBNull(6) ? null : DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(6))),
            (byte[])reader[4]);
    }
}
