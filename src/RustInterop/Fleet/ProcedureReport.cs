namespace RustInterop.Fleet;

/// <summary>What Rust reports while a procedure runs: a host that is done, or else output.</summary>
internal sealed record ProcedureReport(ProcedureProgress? Done, HostOutput? Output);

/// <summary>Passes each report to the handler for its kind.</summary>
internal sealed class ProcedureReportHandler(IProgress<ProcedureProgress>? progress, IProgress<HostOutput> output)
    : IProgress<ProcedureReport>
{
    public void Report(ProcedureReport value)
    {
        if (value.Output is not null)
        {
            output.Report(value.Output);
        }
        else
        {
            progress?.Report(value.Done!);
        }
    }
}
