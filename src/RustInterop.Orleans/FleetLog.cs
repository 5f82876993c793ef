using Microsoft.Extensions.Logging;

namespace RustInterop.Orleans;

/// <summary>What silos log.</summary>
// All in one class: with several, the order of the generated code differs from build to build, and so does the package.
internal static partial class FleetLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "A lane failed; it goes on with the next batch.")]
    internal static partial void LaneFailed(this ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The watchers of job {Job} were not notified.")]
    internal static partial void NotNotified(this ILogger logger, Exception exception, string job);

    [LoggerMessage(Level = LogLevel.Error, Message = "The jobs could not be looked after; it is tried again.")]
    internal static partial void SupervisionFailed(this ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Batch {Number} of job {Job} was taken from {Silo}, which is gone.")]
    internal static partial void TakenOver(this ILogger logger, string job, int number, SiloAddress silo);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Batch {Number} of job {Job} belongs to another process now; what ran of it here was ended.")]
    internal static partial void Superseded(this ILogger logger, string job, int number);

    [LoggerMessage(Level = LogLevel.Error, Message = "Results of batch {Number} of job {Job} were not stored before the process ended.")]
    internal static partial void Abandoned(this ILogger logger, Exception exception, string job, int number);

    [LoggerMessage(Level = LogLevel.Error, Message = "Batch {Number} of job {Job} failed as a whole.")]
    internal static partial void BatchFailed(this ILogger logger, Exception exception, string job, int number);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The store failed for batch {Number} of job {Job}; it is tried again.")]
    internal static partial void StoreFailed(this ILogger logger, Exception exception, string job, int number);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "fsync or synchronous_commit of PostgreSQL is off. If its machine crashes, the last writes are lost, and actions can run again.")]
    internal static partial void PostgreSqlNotDurable(this ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "Redis may not have appendfsync always. If its machine crashes, the last writes are lost, and actions can run again.")]
    internal static partial void RedisNotDurable(this ILogger logger);
}
