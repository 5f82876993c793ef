namespace RustInterop.Orleans;

/// <summary>
/// How a silo runs fleet jobs. Exactly one of <see cref="File"/>, <see cref="PostgreSql"/> and <see cref="Redis"/> has to be set, to the
/// same for all silos of a cluster.
/// </summary>
public sealed class FleetOptions
{
    /// <summary>
    /// The file that keeps jobs and results, an SQLite database. It is made with its tables when the silo starts, only this user can
    /// read it, and one process at a time can use it.
    /// </summary>
    public string? File { get; set; }

    /// <summary>
    /// The PostgreSQL database that keeps jobs and results, as a connection string of Npgsql. Its tables are made when the silo starts. The
    /// silo opens up to 16 connections unless <c>Maximum Pool Size</c> says another number.
    /// </summary>
    public string? PostgreSql { get; set; }

    /// <summary>
    /// The Redis that keeps jobs and results, as a configuration of StackExchange.Redis. It must have <c>appendonly yes</c>, or the silo does
    /// not start, and should have <c>appendfsync always</c>: <c>docs/distributed.md</c> says what follows otherwise.
    /// </summary>
    public string? Redis { get; set; }

    /// <summary>
    /// How many batches the silo runs at a time, of all jobs together; 2 unless set, from 1. Each lane runs
    /// <see cref="Fleet.ProcedureInput.Concurrency"/> hosts at a time.
    /// </summary>
    public int Lanes { get; set; } = 2;

    /// <summary>
    /// How many hosts a lane takes at a time; 256 unless set, from 1. A job whose concurrency is higher has batches of that size. The
    /// results of a batch with their output have to fit into memory, for each lane.
    /// </summary>
    public int BatchSize { get; set; } = 256;

    /// <summary>
    /// How many hosts are granted at a time, for jobs whose <see cref="Fleet.ProcedureInput.BlockSize"/> is 0; 32 unless set, from 1.
    /// If the process dies, at most so many hosts of a lane are reported as lost that had not begun. Each block is a write.
    /// </summary>
    public int BlockSize { get; set; } = 32;

    /// <summary>
    /// How long a job is kept after its end, with its results; 30 days unless set, more than 0. A job that was deleted can be started
    /// again.
    /// </summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(30);
}
