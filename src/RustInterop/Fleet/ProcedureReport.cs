namespace RustInterop.Fleet;

/// <summary>
/// What Rust reports while a procedure runs, one of the four: a host that is done, a block that may start, an attempt that begins, or
/// output.
/// </summary>
internal sealed record ProcedureReport(
    ProcedureProgress? Done = null, HostBlock? Block = null, HostStart? Start = null, HostOutput? Output = null);

/// <summary>Passes each report to the handler for its kind, if there is one.</summary>
internal sealed class ProcedureReportHandler(ProcedureHandlers handlers, CancellationToken cancellationToken) : IProgress<ProcedureReport>
{
    /// <summary>A handler, or <see langword="null"/> if nothing is to be reported.</summary>
    internal static ProcedureReportHandler? For(ProcedureHandlers handlers, CancellationToken cancellationToken) =>
        handlers is { Progress: null, Starts: null, Output: null, Grant: null } ? null : new(handlers, cancellationToken);

    public void Report(ProcedureReport value)
    {
        if (value.Output is not null)
        {
            handlers.Output?.Report(value.Output);
        }
        else if (value.Start is not null)
        {
            handlers.Starts?.Report(value.Start);
        }
        else if (value.Block is not null)
        {
            // This is a thread of Rust's, and the block starts when it returns.
            handlers.Grant?.Invoke(value.Block, cancellationToken).GetAwaiter().GetResult();
        }
        else
        {
            handlers.Progress?.Report(value.Done!);
        }
    }
}
