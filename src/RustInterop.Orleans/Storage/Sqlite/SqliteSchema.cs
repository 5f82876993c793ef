using Microsoft.Data.Sqlite;

namespace RustInterop.Orleans.Storage.Sqlite;

/// <summary>The tables, and how older ones become them.</summary>
internal static class SqliteSchema
{
    // What makes version 1 of an empty file, then what makes 2 of 1, and so on. Never change one that was released.
    private static readonly string[] s_steps =
    [
        """
        create table fleet_jobs (
            id integer primary key autoincrement,
            job text not null unique,
            state integer not null,
            hosts integer not null,
            input_hash blob not null,
            created integer not null,
            ended integer,
            results integer not null default 0
        );
        create index fleet_jobs_by_end on fleet_jobs (ended) where ended is not null;
        create index fleet_jobs_by_state on fleet_jobs (state) where ended is null;

        create table fleet_inputs (
            job integer primary key references fleet_jobs (id) on delete cascade,
            input blob not null
        );

        create table fleet_outcomes (
            job integer not null references fleet_jobs (id) on delete cascade,
            outcome integer not null,
            hosts integer not null,
            primary key (job, outcome)
        ) without rowid;

        create table fleet_batches (
            job integer not null references fleet_jobs (id) on delete cascade,
            number integer not null,
            first integer not null,
            hosts integer not null,
            state integer not null,
            claim blob,
            owner text,
            granted_to integer not null,
            primary key (job, number)
        ) without rowid;
        create index fleet_batches_by_state on fleet_batches (state, job, number) where state < 2;
        create unique index fleet_batches_by_claim on fleet_batches (claim) where claim is not null;

        create table fleet_results (
            job integer not null references fleet_jobs (id) on delete cascade,
            sequence integer not null,
            host integer not null,
            result blob not null,
            primary key (job, sequence)
        );
        create unique index fleet_results_by_host on fleet_results (job, host);
        """,
    ];

    /// <exception cref="InvalidOperationException">The file is of a later version of this library.</exception>
    internal static void Upgrade(SqliteConnection connection)
    {
        using SqliteTransaction transaction = connection.BeginTransaction();
        SqliteSession session = new(connection, transaction);
        int version = (int)session.Number("pragma user_version");
        if (version > s_steps.Length)
        {
            throw new InvalidOperationException(
                $"{connection.DataSource} has version {version} of the tables; this library knows {s_steps.Length}.");
        }

        foreach (string step in s_steps[version..])
        {
            session.Run(step);
        }

        session.Run($"pragma user_version = {s_steps.Length}");
        transaction.Commit();
    }
}
