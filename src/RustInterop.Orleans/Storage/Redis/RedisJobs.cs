using System.Globalization;
using RustInterop.Fleet;
using StackExchange.Redis;

namespace RustInterop.Orleans.Storage.Redis;

/// <summary>Reads what scripts return of jobs and batches.</summary>
internal static class RedisJobs
{
    private const string OutcomePrefix = "outcome:";

    /// <param name="reply">The number of the job, and the fields of its hash; null if there is none.</param>
    internal static StoredJob? ReadJob(RedisResult reply) =>
        reply.IsNull ? null : ReadJob((long)reply[0], reply[1].ToDictionary());

    internal static BatchClaim? ReadClaim(Guid id, RedisResult reply) => reply.IsNull ? null : new(
        id, (long)reply[0], (string)reply[1]!, (FleetJobState)(int)reply[2], (int)reply[3], (int[])reply[4]!, (int)reply[5]);

    internal static OwnedBatch ReadOwned(RedisResult reply) => new(
        (string)reply[0]!, (int)reply[1], Guid.ParseExact((string)reply[2]!, "N"), RunnerId.Parse((string)reply[3]!));

    private static StoredJob ReadJob(long number, Dictionary<string, RedisResult> fields) => new(
        number,
        new FleetJobStatus(
            (string)fields["job"]!, (FleetJobState)(int)fields["state"], (int)fields["hosts"],
            fields.Where(field => field.Key.StartsWith(OutcomePrefix, StringComparison.Ordinal)).ToDictionary(
                field => (HostOutcome)int.Parse(field.Key.AsSpan(OutcomePrefix.Length), CultureInfo.InvariantCulture),
                field => (int)field.Value),
            DateTimeOffset.FromUnixTimeMilliseconds((long)fields["created"]),
            fields.TryGetValue("ended", out RedisResult? ended) ? DateTimeOffset.FromUnixTimeMilliseconds((long)ended) : null),
        (byte[])fields["input_hash"]!);
}
