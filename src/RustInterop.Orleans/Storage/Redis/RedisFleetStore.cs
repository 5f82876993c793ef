using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using RustInterop.Fleet;
using StackExchange.Redis;

namespace RustInterop.Orleans.Storage.Redis;

/// <summary>A store in a Redis, for any number of silos. What happens is in the scripts beside this file.</summary>
internal sealed class RedisFleetStore(string configuration, TimeProvider time, ILogger<RedisFleetStore> logger)
    : IFleetStore, IDisposable
{
    // Of the keys; the next one can read what this one has written, or has to refuse it.
    private const int Version = 1;
    private const int MostBytesInACall = 4 << 20;
    private const int MostResultsInARead = 1000;

    private static readonly TimeSpan s_mostWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_retryDelay = TimeSpan.FromMilliseconds(250);

    private static readonly RedisScript s_open = new("open");
    private static readonly RedisScript s_create = new("create");
    private static readonly RedisScript s_find = new("find");
    private static readonly RedisScript s_findInput = new("find_input");
    private static readonly RedisScript s_list = new("list");
    private static readonly RedisScript s_listCancelling = new("list_cancelling");
    private static readonly RedisScript s_cancel = new("cancel");
    private static readonly RedisScript s_delete = new("delete");
    private static readonly RedisScript s_deleteEnded = new("delete_ended");
    private static readonly RedisScript s_claim = new("claim");
    private static readonly RedisScript s_listOwned = new("list_owned");
    private static readonly RedisScript s_takeOver = new("take_over");
    private static readonly RedisScript s_write = new("write");
    private static readonly RedisScript s_read = new("read");

    private readonly SemaphoreSlim _opening = new(1, 1);
    private ConnectionMultiplexer? _connection;

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private IDatabase Database => _connection?.GetDatabase() ?? throw new InvalidOperationException("Redis is not open.");

    public void Dispose()
    {
        _connection?.Dispose();
        _opening.Dispose();
    }

    public async Task OpenAsync()
    {
        await _opening.WaitAsync().ConfigureAwait(false);
        try
        {
            _connection ??= await ConnectAsync().ConfigureAwait(false);
        }
        finally
        {
            _opening.Release();
        }

        int version = (int)await s_open.RunAsync(Database, Version).ConfigureAwait(false);
        if (version > Version)
        {
            throw new InvalidOperationException($"Redis has version {version} of the keys; this library knows {Version}.");
        }

        if (!await RedisServerCheck.IsDurableAsync(Database).ConfigureAwait(false))
        {
            logger.RedisNotDurable();
        }
    }

    public async Task<StoredJob> CreateJobAsync(NewJob job) => RedisJobs.ReadJob(await s_create.RunAsync(
        Database, job.Job, job.Input, SHA256.HashData(job.Input), job.Hosts, job.BatchSize, Now).ConfigureAwait(false))!;

    public async Task<StoredJob?> FindJobAsync(string job) =>
        RedisJobs.ReadJob(await s_find.RunAsync(Database, job).ConfigureAwait(false));

    public async Task<byte[]?> FindInputAsync(long id) => (byte[]?)await s_findInput.RunAsync(Database, id).ConfigureAwait(false);

    public async Task<IReadOnlyList<StoredJob>> ListJobsAsync(long? before, int most)
    {
        RedisResult jobs = await s_list.RunAsync(Database, before ?? long.MaxValue, most).ConfigureAwait(false);
        return [.. ((RedisResult[])jobs!).Select(job => RedisJobs.ReadJob(job)!)];
    }

    public async Task<IReadOnlyList<string>> ListCancellingAsync() =>
        (string[])(await s_listCancelling.RunAsync(Database).ConfigureAwait(false))!;

    public async Task<StoredJob?> CancelJobAsync(string job) =>
        RedisJobs.ReadJob(await s_cancel.RunAsync(Database, job).ConfigureAwait(false));

    public async Task<bool> DeleteJobAsync(string job) => (bool)await s_delete.RunAsync(Database, job).ConfigureAwait(false);

    public async Task DeleteEndedAsync(DateTimeOffset before)
    {
        // One at a time, since Redis does nothing else meanwhile.
        while ((int)await s_deleteEnded.RunAsync(Database, before.ToUnixTimeMilliseconds()).ConfigureAwait(false) > 0)
        {
        }
    }

    public async Task<BatchClaim?> ClaimAsync(Guid id, RunnerId owner, FleetJobState state) => RedisJobs.ReadClaim(
        id, await s_claim.RunAsync(Database, Text(id), owner.ToString(), (int)state).ConfigureAwait(false));

    public async Task<IReadOnlyList<OwnedBatch>> ListOwnedAsync()
    {
        RedisResult batches = await s_listOwned.RunAsync(Database).ConfigureAwait(false);
        return [.. ((RedisResult[])batches!).Select(RedisJobs.ReadOwned)];
    }

    public async Task<BatchClaim?> TakeOverAsync(OwnedBatch batch, Guid id, RunnerId owner) => RedisJobs.ReadClaim(
        id, await s_takeOver.RunAsync(Database, Text(batch.Claim), Text(id), owner.ToString()).ConfigureAwait(false));

    public async Task<WriteOutcome> WriteAsync(
        BatchClaim claim, IReadOnlyList<StoredResult> results, int? grantedTo, bool release)
    {
        ITransaction transaction = Database.CreateTransaction();
        Task<RedisResult> last;
        int next = 0;
        do
        {
            List<RedisValue> arguments = [Text(claim.Id), Now, -1, false];
            for (long bytes = 0; next < results.Count && bytes < MostBytesInACall; next++)
            {
                byte[] json = JsonSerializer.SerializeToUtf8Bytes(results[next].Result, ProcedureJson.HostResult);
                arguments.AddRange([results[next].Index, (int)results[next].Result.Outcome, json]);
                bytes += json.Length;
            }

            if (next == results.Count)
            {
                (arguments[2], arguments[3]) = (grantedTo ?? -1, release);
            }

            last = s_write.RunAsync(transaction, [.. arguments]);
        }
        while (next < results.Count);

        await transaction.ExecuteAsync(CommandFlags.DemandMaster).ConfigureAwait(false);
        return (WriteOutcome)(int)await last.ConfigureAwait(false);
    }

    public async Task<StoredUpdate?> ReadResultsAsync(string job, long after, int mostBytes)
    {
        RedisResult reply = await s_read.RunAsync(Database, job, after, mostBytes, MostResultsInARead).ConfigureAwait(false);
        if (reply.IsNull)
        {
            return null;
        }

        byte[][] results = (byte[][])reply[2]!;
        return new(RedisJobs.ReadJob(reply)!.Status, results, after + results.Length);
    }

    private static string Text(Guid claim) => claim.ToString("N");

    private async Task<ConnectionMultiplexer> ConnectAsync()
    {
        ConfigurationOptions options = ConfigurationOptions.Parse(configuration);
        // CONFIG GET counts as administration.
        options.AllowAdmin = true;
        // Soon, since nothing begins meanwhile. The default waits longer from time to time, and looks only at each heartbeat.
        options.ReconnectRetryPolicy = new LinearRetry((int)s_retryDelay.TotalMilliseconds);
        options.HeartbeatInterval = s_retryDelay;
        long begin = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return await ConnectionMultiplexer.ConnectAsync(options).ConfigureAwait(false);
            }
            catch (RedisConnectionException) when (Stopwatch.GetElapsedTime(begin) < s_mostWait)
            {
                await Task.Delay(s_retryDelay).ConfigureAwait(false);
            }
        }
    }
}
