namespace RustInterop.Tests.Child.Soaking;

/// <summary>Does something at each report, on Rust's thread.</summary>
internal sealed class ReportHandler(Action onReport) : IProgress<ProcedureProgress>
{
    public void Report(ProcedureProgress value) => onReport();
}
