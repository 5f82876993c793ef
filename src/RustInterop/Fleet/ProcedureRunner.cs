using RustInterop.Crossing;

namespace RustInterop.Fleet;

/// <summary>Runs procedures in Rust. It has no state, so a program needs only one.</summary>
public sealed class ProcedureRunner : IProcedureRunner
{
    private static readonly RustProcedure<ProcedureInput, ProcedureOutput, ProcedureReport> Procedure = new(
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
        ProcedureInput input, ProcedureHandlers? handlers = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        ProcedureInputGuard.Check(input);
        return CallTask.Of(RunAsync(input, handlers ?? new(), cancellationToken), CancelledResultIsCancel, cancellationToken);
    }

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
        ProcedureInput input, ProcedureHandlers handlers, CancellationToken cancellationToken)
    {
        using ProcedureSpan span = ProcedureSpan.Start(input);
        Answer<ProcedureOutput> answer;
        try
        {
            answer = cancellationToken.IsCancellationRequested
                ? new(ProcedureOutput.NotStarted(input, ProcedureResult.Cancelled))
                : handlers.Drain.IsCancellationRequested
                ? new(ProcedureOutput.NotStarted(input, ProcedureResult.Success))
                : await CallAsync(ProcessEnvironment.AddTo(input), handlers, cancellationToken).ConfigureAwait(false);
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
        ProcedureInput input, ProcedureHandlers handlers, CancellationToken cancellationToken)
    {
        (bool drop, bool starts, bool output) =
            (input.DropReportedOutput && handlers.Progress is not null, handlers.Starts is not null, handlers.Output is not null);
        ProcedureInput asked = (input.DropReportedOutput, input.ReportStarts, input.ReportOutput) == (drop, starts, output)
            ? input
            : input with { DropReportedOutput = drop, ReportStarts = starts, ReportOutput = output };
        return Procedure.CallAsync(asked, ProcedureReportHandler.For(handlers, cancellationToken), handlers.Drain, cancellationToken);
    }

    // A cancelled procedure still has an output, with what was done by then.
    private static ProcedureCanceledException? CancelledResultIsCancel(
        Answer<ProcedureOutput> answer, CancellationToken cancellationToken) =>
        answer.Error is null && answer.OutputOrThrow() is { Result: ProcedureResult.Cancelled } output
            ? new ProcedureCanceledException(output, cancellationToken)
            : null;
}
