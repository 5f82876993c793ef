using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Options;
using RustInterop.Fleet;
using RustInterop.Orleans.Runner;
using RustInterop.Orleans.Storage;

namespace RustInterop.Orleans.Grains;

internal sealed class FleetJobGrain(
    IFleetStore store, IProcedureRunner procedures, FleetRunner runner, FleetSupervisor supervisor, IOptions<FleetOptions> options)
    : Grain, IFleetJobGrain
{
    private const int MostBytes = 1 << 20;

    // Well below the time after which a call counts as failed.
    private static readonly TimeSpan MostWait = TimeSpan.FromSeconds(2);

    // For a notification that was lost.
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(500);

    // What comes together is read together.
    private static readonly TimeSpan CollectInterval = TimeSpan.FromMilliseconds(50);

    private readonly Pulse _stored = new();

    private string Job => this.GetPrimaryKeyString();

    public async Task<StartReply> StartAsync(byte[] input)
    {
        if (await store.FindJobAsync(Job) is { } existing)
        {
            return Reply(existing, input);
        }

        InputCheck check = await InputCheck.OfAsync(input, procedures);
        if (check.Refusal is not null)
        {
            return new(null, check.Refusal, Exists: false);
        }

        int batchSize = Math.Max(options.Value.BatchSize, check.Input!.Concurrency);
        StoredJob stored = await store.CreateJobAsync(new(Job, input, check.Input.HostList.Count, batchSize));
        runner.Wake();
        return Reply(stored, input);
    }

    public async Task<FleetJobStatus?> GetStatusAsync() => (await store.FindJobAsync(Job))?.Status;

    public async Task<StoredUpdate?> ReadAsync(long cursor)
    {
        long begin = Stopwatch.GetTimestamp();
        while (true)
        {
            Task stored = _stored.Next;
            StoredUpdate? update = await store.ReadResultsAsync(Job, cursor, MostBytes);
            if (update is null || update.Results.Length > 0 || update.Status.HasEnded || Stopwatch.GetElapsedTime(begin) > MostWait)
            {
                return update;
            }

            await Task.WhenAny(stored, Task.Delay(LookInterval));
            await Task.Delay(CollectInterval);
        }
    }

    public Task<StoredUpdate?> ReadOneAsync(long number) => store.ReadResultsAsync(Job, number - 1, mostBytes: 1);

    public async Task<string[]?> GetHostsAsync() =>
        await store.FindJobAsync(Job) is { } job && await store.FindInputAsync(job.Id) is { } input
            ? [.. JsonSerializer.Deserialize(input, ProcedureJson.Input)!.HostList]
            : null;

    public async Task<FleetJobStatus?> CancelAsync()
    {
        StoredJob? job = await store.CancelJobAsync(Job);
        supervisor.Wake();
        _stored.Signal();
        return job?.Status;
    }

    public Task<bool> DeleteAsync() => store.DeleteJobAsync(Job);

    public Task NotifyAsync()
    {
        _stored.Signal();
        return Task.CompletedTask;
    }

    private static StartReply Reply(StoredJob job, byte[] input) =>
        job.InputHash.AsSpan().SequenceEqual(SHA256.HashData(input))
            ? new(job.Status, null, Exists: false)
            : new(null, "there is a job with this id and another input", Exists: true);
}
