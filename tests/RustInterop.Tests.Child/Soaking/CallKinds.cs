using RustInterop.Crossing;
using RustInterop.Loading;

namespace RustInterop.Tests.Child.Soaking;

/// <summary>Calls for every way in which the built-in procedure can end.</summary>
internal static class CallKinds
{
    internal static IReadOnlyList<CallKind> All { get; } =
    [
        new("success, no hosts", _ => Blocking(() => Rust.StartProcedure(Local("true") with { HostList = [] }))),
        new("success, a process", _ => Blocking(() => Rust.StartProcedure(Local("echo $HOST")))),
        new("success, async with progress", _ => Rust.StartProcedureAsync(Local("echo $HOST"), new() { Progress = new ReportHandler(() => { }) })),
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
        new("handle released while the call runs", _ => Abandoned.ReleaseAsync(Local("true"))),
        new("handle left to the finalizer", _ => Abandoned.DropHandleAsync(Local("true"))),
    ];

    /// <summary>A leak on purpose, to show that counting sees it.</summary>
    internal static CallKind Planted { get; } = new("planted", _ => Blocking(() => OpenLibrary().TryPlant("leak")));

    private static ReadOnlySpan<byte> NotUtf8 => [(byte)'"', 0xFF, (byte)'"', 0];

    /// <summary>The library that is called: that of tests/crates/equipment, which the build puts beside this program.</summary>
    internal static CountedLibrary OpenLibrary()
    {
        string path = Path.Combine(AppContext.BaseDirectory, LibrarySearch.FileName(NativeMethods.Library));
        return CountedLibrary.TryOpen(path) ?? throw new InvalidOperationException($"{path} does not count its allocations");
    }

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
            await Rust.StartProcedureAsync(Local("true"), new() { Progress = new ReportHandler(() => throw new TimeoutException("on purpose")) });
        }
        catch (TimeoutException)
        {
            return;
        }

        throw new InvalidOperationException("The handler's exception was lost.");
    }
}

/// <summary>A kind of call, and how it ends.</summary>
/// <param name="Name">The name in a table.</param>
/// <param name="CallAsync">Makes the call; the number counts the calls before. Throws if the call ends in another way.</param>
internal sealed record CallKind(string Name, Func<int, Task> CallAsync);

/// <summary>Makes calls on a dedicated thread.</summary>
/// <remarks>A call blocks the thread, so it does not belong on the thread pool.</remarks>
internal static class Caller
{
    /// <summary>Runs the work there. If it throws, the task fails with the exception.</summary>
    internal static Task<T> RunAsync<T>(Func<T> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Makes a call on this thread and waits for its end.</summary>
    internal static void Call(CallKind kind, int number) => kind.CallAsync(number).GetAwaiter().GetResult();
}
