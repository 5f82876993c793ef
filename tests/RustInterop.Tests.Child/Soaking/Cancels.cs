using RustInterop.Crossing;

namespace RustInterop.Tests.Child.Soaking;

/// <summary>Calls that are cancelled at each stage.</summary>
internal static class Cancels
{
    // Rust.StartProcedureAsync would not call Rust with a token that is already cancelled.
    internal static async Task AtTheStartAsync(ProcedureInput input)
    {
        Answer<ProcedureOutput> answer = await PendingCall.RunAsync(
            StartProcedureExports.Instance,
            request => request.Write(input, ProcedureJson.Input),
            static reply => Reply.Read(reply, ProcedureJson.Output),
            reporter: null,
            new CancellationToken(canceled: true));
        if (answer.OutputOrThrow().Result != ProcedureResult.Cancelled)
        {
            throw new InvalidOperationException("The call was not cancelled.");
        }
    }

    internal static async Task AfterReportAsync(ProcedureInput input)
    {
        using CancellationTokenSource cancellation = new();
        ReportHandler handler = new(cancellation.Cancel);
        try
        {
            await Rust.StartProcedureAsync(input, handler, cancellation.Token);
        }
        catch (ProcedureCanceledException)
        {
            return;
        }

        throw new InvalidOperationException("The call was not cancelled.");
    }

    internal static async Task AfterAsync(ProcedureInput input, double milliseconds)
    {
        using CancellationTokenSource cancellation = new(TimeSpan.FromMilliseconds(milliseconds));
        try
        {
            await Rust.StartProcedureAsync(input, progress: null, cancellation.Token);
        }
        catch (ProcedureCanceledException exception) when (exception.CancellationToken == cancellation.Token)
        {
            // It may end either way.
        }
    }

    internal static async Task AfterTheEndAsync(ProcedureInput input)
    {
        using CancellationTokenSource cancellation = new();
        await Rust.StartProcedureAsync(input, progress: null, cancellation.Token);
        await cancellation.CancelAsync();
    }
}
