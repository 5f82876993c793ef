namespace RustInterop.Tests.Child.Soaking;

/// <summary>Calls for every way in which the built-in procedure can end.</summary>
internal static class CallKinds
{
    internal static IReadOnlyList<CallKind> All { get; } =
    [
        new("success, no hosts", _ => Blocking(() => Rust.StartProcedure(Local("true") with { HostList = [] }))),
        new("success, a process", _ => Blocking(() => Rust.StartProcedure(Local("echo $HOST")))),
        new("success, async with progress", _ => Rust.StartProcedureAsync(Local("echo $HOST"), new ReportHandler(() => { }))),
        new("`null_pointer`", _ => Refusals.Expect(RustErrorKind.NullPointer, () => Refusals.Invoke(default))),
        new("`invalid_utf8`", _ => Refusals.Expect(RustErrorKind.InvalidUtf8, () => Refusals.Invoke(NotUtf8))),
        new("`invalid_json`", _ => Refusals.Expect(RustErrorKind.InvalidJson, () => Refusals.Invoke("{\"timeout\":1,\"host_list\":[\"a\"\0"u8))),
        new("`invalid_input`", _ => Refusals.Expect(RustErrorKind.InvalidInput, () => Rust.StartProcedure(Local("true") with { HostList = ["-c"] }))),
        new("`invalid_input`, async", _ => Refusals.ExpectAsync(RustErrorKind.InvalidInput, Local("true") with { HostList = ["a", "a"] })),
        new("`invalid_reply`", _ => Refusals.Expect(RustErrorKind.InvalidReply, () => Refusals.ReadAsProgress(Local("true")))),
        new("panic", _ => Refusals.Expect(RustErrorKind.Panicked, () => Rust.StartProcedure(Local(RandomCancels.Panic)))),
        new("panic, async", _ => Refusals.ExpectAsync(RustErrorKind.Panicked, Local(RandomCancels.Panic))),
        new("cancel at the start", _ => Cancels.AtTheStartAsync(Local("sleep 20"))),
        new("cancel while actions run", _ => Cancels.AfterReportAsync(Local("test $HOST = a || sleep 20"))),
        new("cancel at any moment", number => Cancels.AfterAsync(Local("echo $HOST"), number % 20 * 0.25)),
        new("cancel after the end", _ => Cancels.AfterTheEndAsync(Local("true"))),
        new("progress handler that throws", _ => ThrowFromHandlerAsync()),
        new("reply left to the finalizer", _ => Blocking(Abandoned.DropReply)),
        new("handle released while the call runs", _ => Abandoned.ReleaseAsync(Local("true"))),
        new("handle left to the finalizer", _ => Abandoned.DropHandleAsync(Local("true"))),
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

    private static async Task ThrowFromHandlerAsync()
    {
        try
        {
            await Rust.StartProcedureAsync(Local("true"), new ReportHandler(() => throw new TimeoutException("on purpose")));
        }
        catch (TimeoutException)
        {
            return;
        }

        throw new InvalidOperationException("The handler's exception was lost.");
    }
}
