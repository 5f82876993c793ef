using System.Diagnostics.CodeAnalysis;
using RustInterop.Crossing;
using RustInterop.Fleet.Telemetry;

namespace RustInterop.Fleet;

/// <summary>Runs procedures in Rust. It has no state: one serves a whole program.</summary>
public sealed class ProcedureRunner : IProcedureRunner
{
    /// <inheritdoc/>
    public ProcedureOutput StartProcedure(ProcedureInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        ProcedureInputGuard.Check(input);
        return RunProcedure(input).OutputOrThrow();
    }

    /// <inheritdoc/>
    public Task<ProcedureOutput> StartProcedureAsync(
        ProcedureInput input,
        IProgress<ProcedureProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        ProcedureInputGuard.Check(input);
        return RunProcedureAsync(input, progress, cancellationToken).Unwrap();
    }

    private static Answer<ProcedureOutput> RunProcedure(ProcedureInput input)
    {
        using ProcedureSpan span = ProcedureSpan.Start(input);
        Answer<ProcedureOutput> answer;
        try
        {
            answer = CallProcedure(input);
        }
        catch (Exception exception)
        {
            span.Fail(exception);
            throw;
        }

        span.End(answer);
        return answer;
    }

    [SuppressMessage(
        "Design",
        "CA1031:Do not catch general exception types",
        Justification = "It is in the task that is returned.")]
    private static async Task<Task<ProcedureOutput>> RunProcedureAsync(
        ProcedureInput input, IProgress<ProcedureProgress>? progress, CancellationToken cancellationToken)
    {
        using ProcedureSpan span = ProcedureSpan.Start(input);
        Answer<ProcedureOutput> answer;
        try
        {
            answer = cancellationToken.IsCancellationRequested
                ? new(ProcedureOutput.NotStarted(input))
                : await CallProcedureAsync(input, progress, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            span.Fail(exception);
            // Thrown, a handler's own OperationCanceledException would pass for a cancel of the caller's.
            return Task.FromException<ProcedureOutput>(exception);
        }

        span.End(answer);
        if (answer.Error is not null)
        {
            return Task.FromException<ProcedureOutput>(answer.Error);
        }

        ProcedureOutput output = answer.OutputOrThrow();
        return output.Result == ProcedureResult.Success
            ? Task.FromResult(output)
            : throw new ProcedureCanceledException(output, cancellationToken);
    }

    private static Answer<ProcedureOutput> CallProcedure(ProcedureInput input)
    {
        using CallBuffer buffer = CallBuffer.Rent();
        RustString reply = buffer.Invoke(
            StartProcedureExports.Instance, buffer.Write(ProcessEnvironment.AddTo(input), ProcedureJson.Input));
        return Reply.Read(reply, ProcedureJson.Output);
    }

    private static async Task<Answer<ProcedureOutput>> CallProcedureAsync(
        ProcedureInput input, IProgress<ProcedureProgress>? progress, CancellationToken cancellationToken)
    {
        using HandlerReporter<ProcedureProgress>? reporter =
            HandlerReporter<ProcedureProgress>.For(progress, ProcedureJson.Progress, cancellationToken);
        return await PendingCall.RunAsync(
            StartProcedureExports.Instance,
            buffer => buffer.Write(ProcessEnvironment.AddTo(input), ProcedureJson.Input),
            static reply => Reply.Read(reply, ProcedureJson.Output),
            reporter,
            cancellationToken).ConfigureAwait(false);
    }
}
