using RustInterop.Crossing;

namespace RustInterop.Fleet;

/// <summary>Runs procedures in Rust. It has no state, so a program needs only one.</summary>
public sealed class ProcedureRunner : IProcedureRunner
{
    private static readonly RustProcedure<ProcedureInput, ProcedureOutput, ProcedureProgress> Procedure = new(
        "start_procedure", StartProcedureExports.Instance, ProcedureJson.Input, ProcedureJson.Output, ProcedureJson.Progress);

    private static readonly RustProcedure<ProcedureInput, ProcedureOutput, ProcedureReport> ReportingProcedure = new(
        "start_procedure", StartProcedureExports.Instance, ProcedureJson.Input, ProcedureJson.Output, ProcedureJson.Report);

    /// <inheritdoc/>
    public ProcedureOutput StartProcedure(ProcedureInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        ProcedureInputGuard.Check(input);
        return Run(input).OutputOrThrow();
    }

    /// <inheritdoc/>
    public Task<ProcedureOutput> StartProcedureAsync(
        ProcedureInput input,
        IProgress<ProcedureProgress>? progress = null,
        IProgress<HostOutput>? output = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        ProcedureInputGuard.Check(input);
        return CallTask.Of(RunAsync(input, progress, output, cancellationToken), CancelledResultIsCancel, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ProcedureOutput> StartProcedureAsync(
        ProcedureInput input, IProgress<ProcedureProgress>? progress, CancellationToken cancellationToken) =>
        StartProcedureAsync(input, progress, output: null, cancellationToken);

    private static Answer<ProcedureOutput> Run(ProcedureInput input)
    {
        using ProcedureSpan span = ProcedureSpan.Start(input);
        Answer<ProcedureOutput> answer;
        try
        {
            answer = Procedure.Call(ProcessEnvironment.AddTo(input));
        }
        catch (Exception exception)
        {
            span.Fail(exception);
            throw;
        }

        span.End(answer);
        return answer;
    }

    private static async Task<Answer<ProcedureOutput>> RunAsync(
        ProcedureInput input,
        IProgress<ProcedureProgress>? progress,
        IProgress<HostOutput>? output,
        CancellationToken cancellationToken)
    {
        using ProcedureSpan span = ProcedureSpan.Start(input);
        Answer<ProcedureOutput> answer;
        try
        {
            answer = cancellationToken.IsCancellationRequested
                ? new(ProcedureOutput.NotStarted(input))
                : await CallAsync(ProcessEnvironment.AddTo(input), progress, output, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            span.Fail(exception);
            throw;
        }

        span.End(answer);
        return answer;
    }

    private static Task<Answer<ProcedureOutput>> CallAsync(
        ProcedureInput input,
        IProgress<ProcedureProgress>? progress,
        IProgress<HostOutput>? output,
        CancellationToken cancellationToken)
    {
        bool reportsOutput = output is not null;
        ProcedureInput asked = input.ReportOutput == reportsOutput ? input : input with { ReportOutput = reportsOutput };
        return output is null
            ? Procedure.CallAsync(asked, progress, cancellationToken)
            : ReportingProcedure.CallAsync(asked, new ProcedureReportHandler(progress, output), cancellationToken);
    }

    // A cancelled procedure still has an output, with what was done by then.
    private static ProcedureCanceledException? CancelledResultIsCancel(
        Answer<ProcedureOutput> answer, CancellationToken cancellationToken) =>
        answer.Error is null && answer.OutputOrThrow() is { Result: ProcedureResult.Cancelled } output
            ? new ProcedureCanceledException(output, cancellationToken)
            : null;
}
