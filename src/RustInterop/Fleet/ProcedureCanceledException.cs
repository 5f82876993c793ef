namespace RustInterop.Fleet;

/// <summary>A procedure was cancelled. <see cref="Output"/> has what was done by then.</summary>
public sealed class ProcedureCanceledException : OperationCanceledException
{
    /// <summary>Creates an exception with a general message and an output without hosts.</summary>
    public ProcedureCanceledException()
        : this("The procedure was cancelled.")
    {
    }

    /// <summary>Creates an exception with an output without hosts.</summary>
    /// <param name="message">What was cancelled.</param>
    public ProcedureCanceledException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with an output without hosts.</summary>
    /// <param name="message">What was cancelled.</param>
    /// <param name="innerException">Why it was cancelled.</param>
    public ProcedureCanceledException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates an exception with the results so far.</summary>
    /// <param name="output">What was done when the procedure ended.</param>
    /// <param name="cancellationToken">The token that cancelled it.</param>
    /// <exception cref="ArgumentNullException"><paramref name="output"/> is null.</exception>
    public ProcedureCanceledException(ProcedureOutput output, CancellationToken cancellationToken)
        : base(MessageOf(output), cancellationToken) =>
        Output = output;

    /// <summary>
    /// What was done. Hosts whose action was interrupted are <see cref="HostOutcome.Cancelled"/>, hosts that were never started
    /// are <see cref="HostOutcome.NotStarted"/>, and the others have their own outcome.
    /// </summary>
    public ProcedureOutput Output { get; } = new(0, ProcedureResult.Cancelled, "0 hosts failed", [], []);

    private static string MessageOf(ProcedureOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        int done = output.Hosts.Count(host => host.Outcome is not (HostOutcome.Cancelled or HostOutcome.NotStarted));
        return $"The procedure was cancelled when {done} of {output.Hosts.Count} hosts were done.";
    }
}
