using System.Text.Json;
using Microsoft.Data.Sqlite;
using RustInterop.Fleet;

namespace RustInterop.Orleans.Storage.Sqlite;

/// <summary>What happens to batches, each method in one transaction.</summary>
internal static class SqliteBatches
{
    // In statements as they are, since an index with a condition needs constants.
    private const int Pending = 0;
    private const int Owned = 1;
    private const int Done = 2;

    internal static BatchClaim? Claim(SqliteSession session, Guid id, RunnerId owner, FleetJobState state)
    {
        if (Find(session, id) is { } claimed)
        {
            return claimed;
        }

        session.Run(
            $"""
            update fleet_batches set state = {Owned}, claim = $claim, owner = $owner, granted_to = first
            where (job, number) = (
                select job, number from fleet_batches as pending
                where state = {Pending} and (select state from fleet_jobs where id = pending.job) = $state
                order by (select count(*) from fleet_batches as busy where busy.state = {Owned} and busy.job = pending.job), job, number
                limit 1)
            """,
            ("$claim", id.ToByteArray()), ("$owner", owner.ToString()),
            ("$state", (int)state));
        return Find(session, id);
    }

    internal static IReadOnlyList<OwnedBatch> ListOwned(SqliteSession session) => session.All(
        $"""
        select fleet_jobs.job, number, claim, owner from fleet_batches join fleet_jobs on fleet_jobs.id = fleet_batches.job
        where fleet_batches.state = {Owned}
        """,
        reader => new OwnedBatch(
            reader.GetString(0), reader.GetInt32(1), new Guid((byte[])reader[2]), RunnerId.Parse(reader.GetString(3))));

    internal static BatchClaim? TakeOver(SqliteSession session, OwnedBatch batch, Guid id, RunnerId owner)
    {
        session.Run(
            "update fleet_batches set claim = $claim, owner = $owner where claim = $old",
            ("$claim", id.ToByteArray()), ("$owner", owner.ToString()), ("$old", batch.Claim.ToByteArray()));
        return Find(session, id);
    }

    internal static WriteOutcome Write(
        SqliteSession session, BatchClaim claim, IReadOnlyList<StoredResult> results, int? grantedTo, bool release, DateTimeOffset now)
    {
        byte[] claimId = claim.Id.ToByteArray();
        if (FindRow(session, claim.Id) is not { } row)
        {
            return WriteOutcome.Superseded;
        }

        Insert(session, row.JobId, results);
        if (release)
        {
            session.Run(
                $"""
                update fleet_batches set claim = null, owner = null, state = iif(
                    (select count(*) from fleet_results as known
                     where known.job = fleet_batches.job and host >= first and host < first + fleet_batches.hosts) = fleet_batches.hosts,
                    {Done}, {Pending})
                where claim = $claim
                """,
                ("$claim", claimId));
            End(session, row.JobId, now);
        }

        if (row.State != FleetJobState.Running)
        {
            return WriteOutcome.Cancelled;
        }

        if (grantedTo is not null)
        {
            session.Run(
                "update fleet_batches set granted_to = max(granted_to, $to) where claim = $claim",
                ("$to", grantedTo), ("$claim", claimId));
        }

        return WriteOutcome.Written;
    }

    private static BatchClaim? Find(SqliteSession session, Guid claim)
    {
        if (FindRow(session, claim) is not { } row)
        {
            return null;
        }

        HashSet<int> known =
        [
            .. session.All(
                "select host from fleet_results where job = $id and host >= $first and host < $end",
                reader => reader.GetInt32(0), ("$id", row.JobId), ("$first", row.First), ("$end", row.First + row.Hosts)),
        ];
        int[] open = [.. Enumerable.Range(row.First, row.Hosts).Where(host => !known.Contains(host))];
        return new(claim, row.JobId, row.Job, row.State, row.Number, open, row.GrantedTo);
    }

    private static Row? FindRow(SqliteSession session, Guid claim) => session.First(
        """
        select fleet_jobs.id, fleet_jobs.job, fleet_jobs.state, number, first, fleet_batches.hosts, granted_to
        from fleet_batches join fleet_jobs on fleet_jobs.id = fleet_batches.job where claim = $claim
        """,
        reader => new Row(
            reader.GetInt64(0), reader.GetString(1), (FleetJobState)reader.GetInt32(2), reader.GetInt32(3), reader.GetInt32(4),
            reader.GetInt32(5), reader.GetInt32(6)),
        ("$claim", claim.ToByteArray()));

    private static void Insert(SqliteSession session, long job, IReadOnlyList<StoredResult> results)
    {
        if (results.Count == 0)
        {
            return;
        }

        long sequence = session.Number("select results from fleet_jobs where id = $id", ("$id", job));
        using SqliteCommand insert = session.Command(
            "insert into fleet_results (job, sequence, host, result) values ($id, $sequence, $host, $result) on conflict do nothing",
            ("$id", job), ("$sequence", 0L), ("$host", 0), ("$result", Array.Empty<byte>()));
        Dictionary<HostOutcome, int> added = [];
        foreach ((int index, HostResult result) in results)
        {
            insert.Parameters["$sequence"].Value = sequence + 1;
            insert.Parameters["$host"].Value = index;
            insert.Parameters["$result"].Value = JsonSerializer.SerializeToUtf8Bytes(result, ProcedureJson.HostResult);
            if (insert.ExecuteNonQuery() == 1)
            {
                sequence++;
                added[result.Outcome] = added.GetValueOrDefault(result.Outcome) + 1;
            }
        }

        session.Run("update fleet_jobs set results = $results where id = $id", ("$results", sequence), ("$id", job));
        foreach ((HostOutcome outcome, int hosts) in added)
        {
            session.Run(
                """
                insert into fleet_outcomes (job, outcome, hosts) values ($id, $outcome, $hosts)
                on conflict do update set hosts = hosts + excluded.hosts
                """,
                ("$id", job), ("$outcome", (int)outcome), ("$hosts", hosts));
        }
    }

    private static void End(SqliteSession session, long job, DateTimeOffset now) => session.Run(
        $"""
        update fleet_jobs set ended = $now, state = iif(state = $cancelling, $cancelled, $completed)
        where id = $id and ended is null and not exists (select 1 from fleet_batches where job = $id and state < {Done})
        """,
        ("$now", now.ToUnixTimeMilliseconds()), ("$id", job), ("$cancelling", (int)FleetJobState.Cancelling),
        ("$cancelled", (int)FleetJobState.Cancelled), ("$completed", (int)FleetJobState.Completed));

    private sealed record Row(long JobId, string Job, FleetJobState State, int Number, int First, int Hosts, int GrantedTo);
}
