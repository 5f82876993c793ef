namespace RustInterop.Fleet;

/// <summary>What <see cref="Rust.StartProcedure"/> reports.</summary>
/// <remarks>Immutable. The record compares by value, but its lists compare by reference.</remarks>
/// <param name="JobId">The <see cref="ProcedureInput.JobId"/>, unchanged.</param>
/// <param name="Result">How the procedure ended, whatever its hosts did.</param>
/// <param name="Message">A sentence that counts the failed hosts, such as <c>1 host failed</c>.</param>
/// <param name="FailedHosts">
/// The hosts that ended as <see cref="HostOutcome.Failed"/>, <see cref="HostOutcome.TimedOut"/>,
/// <see cref="HostOutcome.Unreachable"/> or <see cref="HostOutcome.Lost"/>, in the order of
/// <see cref="ProcedureInput.HostList"/>.
/// </param>
/// <param name="Hosts">One entry per host, in the order of <see cref="ProcedureInput.HostList"/>.</param>
public sealed record ProcedureOutput(
    int JobId,
    ProcedureResult Result,
    string Message,
    IReadOnlyList<string> FailedHosts,
    IReadOnlyList<HostResult> Hosts)
{
    /// <summary>The output of a procedure that was cancelled or drained before it started.</summary>
    internal static ProcedureOutput NotStarted(ProcedureInput input, ProcedureResult result) => new(
        input.JobId,
        result,
        "0 hosts failed",
        [],
        [.. input.HostList.Select(HostResult.NotStarted)]);
}
