using Orleans.Concurrency;
using RustInterop.Orleans.Storage;

namespace RustInterop.Orleans.Grains;

/// <summary>Where clients and runners of a job meet. It keeps nothing: all is in the store.</summary>
internal interface IFleetJobGrain : IGrainWithStringKey
{
    /// <summary>Starts the job, unless there is one with this id.</summary>
    /// <param name="input">The JSON of the input.</param>
    Task<StartReply> StartAsync(byte[] input);

    /// <returns>Null if there is no such job.</returns>
    [AlwaysInterleave]
    Task<FleetJobStatus?> GetStatusAsync();

    /// <summary>Reads further results, and waits a while if there are none yet.</summary>
    /// <param name="cursor">How many to skip.</param>
    /// <returns>Null if there is no such job.</returns>
    [AlwaysInterleave]
    Task<StoredUpdate?> ReadAsync(long cursor);

    /// <summary>Reads one result, if it is there, and does not wait for it.</summary>
    /// <param name="number">Which one, from 1.</param>
    /// <returns>Null if there is no such job.</returns>
    [AlwaysInterleave]
    Task<StoredUpdate?> ReadOneAsync(long number);

    /// <returns>The hosts in the order of the input; null if there is no such job.</returns>
    [AlwaysInterleave]
    Task<string[]?> GetHostsAsync();

    /// <returns>Null if there is no such job.</returns>
    [AlwaysInterleave]
    Task<FleetJobStatus?> CancelAsync();

    /// <returns>Whether there is no such job now.</returns>
    [AlwaysInterleave]
    Task<bool> DeleteAsync();

    /// <summary>Results were stored.</summary>
    [AlwaysInterleave]
    [OneWay]
    Task NotifyAsync();
}

/// <summary>What became of a start.</summary>
/// <param name="Status">The job, whether it is new or was there.</param>
/// <param name="Refusal">Why there is no job, or none with this input.</param>
/// <param name="Exists">Whether there is a job with this id and another input.</param>
[Immutable]
internal sealed record StartReply(FleetJobStatus? Status, string? Refusal, bool Exists);
