namespace RustInterop.Fleet;

/// <summary>What a running procedure reports to its caller and asks of it. Immutable. Everything is optional.</summary>
/// <remarks>
/// The handlers are called one after another, on threads of the library, and the procedure waits for them. A slow handler should
/// pass the work to another thread, as <see cref="Progress{T}"/> does. If one throws, the procedure is cancelled and the task
/// fails with that exception; an <see cref="OperationCanceledException"/> after the caller's token was cancelled counts as that
/// cancel. Without a synchronisation context, <see cref="Progress{T}"/> posts to the thread pool, so its callback may get reports
/// out of order, several at once, and after the task has ended. Your own <see cref="IProgress{T}"/> gets them in order.
/// </remarks>
public sealed record ProcedureHandlers
{
    /// <summary>Receives a report as each host is done.</summary>
    public IProgress<ProcedureProgress>? Progress { get; init; }

    /// <summary>
    /// Receives each attempt on a host as it begins, before its output and before the report that the host is done. A host that no
    /// attempt was made on has none.
    /// </summary>
    public IProgress<HostStart>? Starts { get; init; }

    /// <summary>
    /// Receives the output of each host while its action runs: all of it, whatever <see cref="ProcedureInput.OutputLimit"/> is,
    /// each stream in its order, and before the report that the host is done. Once 64 KiB of a host wait for it, the action of that
    /// host waits too when it writes more; its timeout goes on. After a cancel no action waits: more than 64 KiB of a host
    /// is left out, and a line says how much, as with <see cref="ProcedureInput.OutputLimit"/>.
    /// </summary>
    public IProgress<HostOutput>? Output { get; init; }

    /// <summary>
    /// Called before the hosts of a block start, if there is a <see cref="ProcedureInput.BlockSize"/>. They start once its task has
    /// ended, and never if it fails: so a caller that has recorded each block knows, whatever happens to this process, which hosts
    /// may have run. It is asked for a block once all hosts before have started, and again after the <see cref="ProcedureInput.BlockLifetime"/>. Its token is cancelled with the procedure.
    /// </summary>
    public Func<HostBlock, CancellationToken, Task>? Grant { get; init; }

    /// <summary>
    /// Cancelled to start no further host. Those that run go on, with their retries, and the task ends with the results of all; the
    /// others are <see cref="HostOutcome.NotStarted"/>.
    /// </summary>
    public CancellationToken Drain { get; init; }
}
