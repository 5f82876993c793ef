namespace RustInterop.Tests.Child.Soaking;

/// <summary>Runs an action for each report, on Rust's thread.</summary>
internal sealed class ReportHandler(Action onReport) : IProgress<ProcedureProgress>
{
    public void Report(ProcedureProgress value) => onReport();
}
