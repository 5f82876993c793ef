using System.Runtime.CompilerServices;
using RustInterop.Native;
using RustInterop.Native.BuiltIn;

namespace RustInterop.Tests.Child.Soaking;

/// <summary>Calls of every ending that the built-in procedure has.</summary>
internal static class CallKinds
{
    internal static IReadOnlyList<CallKind> All { get; } =
    [
        new("success, no hosts", _ => Blocking(() => Rust.StartProcedure(Local("true") with { HostList = [] }))),
        new("success, a process", _ => Blocking(() => Rust.StartProcedure(Local("echo $HOST")))),
        new("success, async with progress", _ => Rust.StartProcedureAsync(Local("echo $HOST"), new Handler(() => { }))),
        new("`null_pointer`", _ => Refused(RustErrorKind.NullPointer, () => Invoke(default))),
        new("`invalid_utf8`", _ => Refused(RustErrorKind.InvalidUtf8, () => Invoke(NotUtf8))),
        new("`invalid_json`", _ => Refused(RustErrorKind.InvalidJson, () => Invoke("{\"timeout\":1,\"host_list\":[\"a\"\0"u8))),
        new("`invalid_input`", _ => Refused(RustErrorKind.InvalidInput, () => Rust.StartProcedure(Local("true") with { HostList = ["-c"] }))),
        new("`invalid_input`, async", _ => RefusedAsync(RustErrorKind.InvalidInput, Local("true") with { HostList = ["a", "a"] })),
        new("`invalid_reply`", _ => Refused(RustErrorKind.InvalidReply, ReadAsProgress)),
        new("panic", _ => Refused(RustErrorKind.Panicked, () => Rust.StartProcedure(Local(RandomCancels.Panic)))),
        new("panic, async", _ => RefusedAsync(RustErrorKind.Panicked, Local(RandomCancels.Panic))),
        new("cancel at the start", _ => CancelAtTheStartAsync()),
        new("cancel while actions run", _ => CancelAfterReportAsync(Local("test $HOST = a || sleep 20"))),
        new("cancel at any moment", number => CancelAfterAsync(Local("echo $HOST"), number % 20 * 0.25)),
        new("cancel after the end", _ => CancelAfterTheEndAsync()),
        new("progress handler that throws", _ => ThrowFromHandlerAsync()),
        new("reply left to the finalizer", _ => Blocking(DropReply)),
        new("handle released while the call runs", _ => ReleaseAsync()),
        new("handle left to the finalizer", _ => DropHandleAsync()),
    ];

    private static ReadOnlySpan<byte> NotUtf8 => [(byte)'"', 0xFF, (byte)'"', 0];

    private static ProcedureInput Local(string action) => new(TimeSpan.FromSeconds(60), 0, ["a", "b"], action, 1)
    {
        Transport = Transport.Local,
    };

    private static Task Blocking(Action call)
    {
        call();
        return Task.CompletedTask;
    }

    private static Task Refused(RustErrorKind kind, Action call)
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

    private static async Task RefusedAsync(RustErrorKind kind, ProcedureInput input)
    {
        try
        {
            await Rust.StartProcedureAsync(input, new Handler(() => { }));
        }
        catch (RustException exception) when (exception.Kind == kind)
        {
            return;
        }

        throw new InvalidOperationException($"not refused as {kind}");
    }

    private static void Invoke(ReadOnlySpan<byte> json)
    {
        using RustString reply = StartProcedureExports.Instance.Invoke(json);
        Reply.Read(reply, ProcedureJson.Output);
    }

    private static void ReadAsProgress()
    {
        using RequestBuffer request = RequestBuffer.Rent();
        using RustString reply = StartProcedureExports.Instance.Invoke(request.Write(Local("true"), ProcedureJson.Input));
        Reply.Read(reply, ProcedureJson.Progress);
    }

    // With a token that is cancelled already Rust.StartProcedureAsync would not cross.
    private static async Task CancelAtTheStartAsync()
    {
        ProcedureOutput output = await PendingCall.RunAsync(
            StartProcedureExports.Instance,
            static request => request.Write(Local("sleep 20"), ProcedureJson.Input),
            static reply => Reply.Read(reply, ProcedureJson.Output),
            reporter: null,
            new CancellationToken(canceled: true));
        if (output.Result != ProcedureResult.Cancelled)
        {
            throw new InvalidOperationException("not cancelled");
        }
    }

    private static async Task CancelAfterReportAsync(ProcedureInput input)
    {
        using CancellationTokenSource cancellation = new();
        Handler handler = new(cancellation.Cancel);
        try
        {
            await Rust.StartProcedureAsync(input, handler, cancellation.Token);
        }
        catch (ProcedureCanceledException)
        {
            return;
        }

        throw new InvalidOperationException("not cancelled");
    }

    private static async Task CancelAfterAsync(ProcedureInput input, double milliseconds)
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

    private static async Task CancelAfterTheEndAsync()
    {
        using CancellationTokenSource cancellation = new();
        await Rust.StartProcedureAsync(Local("true"), progress: null, cancellation.Token);
        await cancellation.CancelAsync();
    }

    private static async Task ThrowFromHandlerAsync()
    {
        try
        {
            await Rust.StartProcedureAsync(Local("true"), new Handler(() => throw new TimeoutException("on purpose")));
        }
        catch (TimeoutException)
        {
            return;
        }

        throw new InvalidOperationException("the handler's exception is gone");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void DropReply() => StartProcedureExports.Instance.Invoke("[]\0"u8);

    private static async Task ReleaseAsync()
    {
        PendingCall call = new(StartProcedureExports.Instance, null);
        Start(call).Dispose();
        (await call.Completion).Dispose();
    }

    private static async Task DropHandleAsync()
    {
        PendingCall call = new(StartProcedureExports.Instance, null);
        Drop(call);
        (await call.Completion).Dispose();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Drop(PendingCall call) => Start(call);

    private static CallHandle Start(PendingCall call)
    {
        using RequestBuffer request = RequestBuffer.Rent();
        return call.Start(request.Write(Local("true"), ProcedureJson.Input));
    }

    private sealed class Handler(Action onReport) : IProgress<ProcedureProgress>
    {
        public void Report(ProcedureProgress value) => onReport();
    }
}
