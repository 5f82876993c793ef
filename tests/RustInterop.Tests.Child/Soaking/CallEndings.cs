using System.Runtime.CompilerServices;
using RustInterop.Crossing;

namespace RustInterop.Tests.Child.Soaking;

/// <summary>Calls that fail with a given kind of error.</summary>
internal static class Refusals
{
    internal static Task Expect(RustErrorKind kind, Action call)
    {
        try
        {
            call();
        }
        catch (RustException exception) when (exception.Kind == kind)
        {
            return Task.CompletedTask;
        }

        throw new InvalidOperationException($"not refused as {kind}");
    }

    internal static async Task ExpectAsync(RustErrorKind kind, ProcedureInput input)
    {
        try
        {
            await Rust.StartProcedureAsync(input, new() { Progress = new ReportHandler(() => { }) });
        }
        catch (RustException exception) when (exception.Kind == kind)
        {
            return;
        }

        throw new InvalidOperationException($"not refused as {kind}");
    }

    internal static void Invoke(ReadOnlySpan<byte> json)
    {
        using RustString reply = RawReply.Of(json);
        Reply.Read(reply, ProcedureJson.Output).OutputOrThrow();
    }

    internal static void ReadAsProgress(ProcedureInput input)
    {
        using InputBuffer buffer = InputBuffer.Rent();
        using RustString reply = StartProcedureExports.Instance.Invoke(buffer.Write(input, ProcedureJson.Input));
        Reply.Read(reply, ProcedureJson.Progress).OutputOrThrow();
    }
}

/// <summary>Calls that are cancelled at each stage.</summary>
internal static class Cancels
{
    // Rust.StartProcedureAsync would not call Rust with a token that is already cancelled.
    internal static async Task AtTheStartAsync(ProcedureInput input)
    {
        Answer<ProcedureOutput> answer = await PendingCall.RunAsync(
            StartProcedureExports.Instance,
            request => request.Write(input, ProcedureJson.Input),
            static (reply, _) => Reply.Read(reply, ProcedureJson.Output),
            reporter: null,
            drain: default,
            new CancellationToken(canceled: true));
        if (answer.OutputOrThrow().Result != ProcedureResult.Cancelled)
        {
            throw new InvalidOperationException("not cancelled");
        }
    }

    internal static async Task AfterReportAsync(ProcedureInput input)
    {
        using CancellationTokenSource cancellation = new();
        ReportHandler handler = new(cancellation.Cancel);
        try
        {
            await Rust.StartProcedureAsync(input, new() { Progress = handler }, cancellation.Token);
        }
        catch (ProcedureCanceledException)
        {
            return;
        }

        throw new InvalidOperationException("not cancelled");
    }

    internal static async Task AfterAsync(ProcedureInput input, double milliseconds)
    {
        using CancellationTokenSource cancellation = new(TimeSpan.FromMilliseconds(milliseconds));
        try
        {
            await Rust.StartProcedureAsync(input, handlers: null, cancellation.Token);
        }
        catch (ProcedureCanceledException exception) when (exception.CancellationToken == cancellation.Token)
        {
            // It may end either way.
        }
    }

    internal static async Task AfterTheEndAsync(ProcedureInput input)
    {
        using CancellationTokenSource cancellation = new();
        await Rust.StartProcedureAsync(input, handlers: null, cancellation.Token);
        await cancellation.CancelAsync();
    }
}

/// <summary>Calls whose handle is released early, or left to the finalizer.</summary>
internal static class Abandoned
{
    internal static async Task ReleaseAsync(ProcedureInput input)
    {
        PendingCall call = new(StartProcedureExports.Instance, null);
        Start(call, input).Dispose();
        Free(await call.Completion);
    }

    internal static async Task DropHandleAsync(ProcedureInput input)
    {
        PendingCall call = new(StartProcedureExports.Instance, null);
        Drop(call, input);
        Free(await call.Completion);
    }

    private static void Free(nint reply) => new RustString(BuiltInLibrary.Instance, reply).Dispose();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Drop(PendingCall call, ProcedureInput input) => Start(call, input);

    private static CallHandle Start(PendingCall call, ProcedureInput input)
    {
        using InputBuffer buffer = InputBuffer.Rent();
        return call.Start(buffer.Write(input, ProcedureJson.Input));
    }
}

/// <summary>Runs an action for each report, on Rust's thread.</summary>
internal sealed class ReportHandler(Action onReport) : IProgress<ProcedureProgress>
{
    public void Report(ProcedureProgress value) => onReport();
}
