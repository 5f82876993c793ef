using System.Buffers;
using System.Runtime.InteropServices;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Libraries;

/// <summary>Procedures of a library in C, which can do what none in Rust does.</summary>
public sealed class CProcedureTests
{
    // A call of acme_wait runs until it is cancelled, and its reply is NULL.
    private const string Code = """
        struct callbacks { void *context; void (*progress)(void *, const char *); void (*completed)(void *, char *); };
        static struct callbacks pending;
        static int released, cancelled;
        void rust_interop_release(void *call) { released += 1; }
        void rust_interop_cancel(void *call) { cancelled += 1; pending.completed(pending.context, 0); }
        int calls_released(void) { return released; }
        int calls_cancelled(void) { return cancelled; }
        char *acme_wait(const char *input) { return 0; }
        void *acme_wait_async(const char *input, const struct callbacks *callbacks) { pending = *callbacks; return &pending; }
        """;

    [ToolFact("cc")]
    public async Task InvokeAsync_CancelledCall_IsCancelledOnceAndReleasedOnce()
    {
        using TemporaryFolder folder = new();
        string path = await CLibrary.CompileAsync(
            folder,
            CLibrary.HandshakeWith(("wait", "acme_wait"))
                .Replace("void rust_interop_release(void *call) { }", "")
                .Replace("void rust_interop_cancel(void *call) { }", "")
            + Code);
        using RustLibrary library = RustLibrary.Load(path);
        using CancellationTokenSource cancellation = new();
        Task task = library.GetProcedure("wait", WorkshopJson.Default.Int32, WorkshopJson.Default.Int32)
            .InvokeAsync(1, cancellation.Token);

        await cancellation.CancelAsync();
        await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        (Count(path, "calls_cancelled"), Count(path, "calls_released")).Should().Be((1, 1));
    }

    [ToolFact("cc")]
    public async Task Invoke_NullReply_ThrowsAndSaysSo()
    {
        using TemporaryFolder folder = new();
        using RustLibrary library = RustLibrary.Load(await CLibrary.CompileAsync(
            folder,
            CLibrary.HandshakeWith(("silent", "acme_silent")) + """
                char *acme_silent(const char *input) { return 0; }
                struct callbacks { void *context; void (*progress)(void *, const char *); void (*completed)(void *, char *); };
                void *acme_silent_async(const char *input, const struct callbacks *c) { c->completed(c->context, 0); return 0; }
                """));
        RustProcedure raw = library.GetProcedure("silent");
        RustProcedure<int, int> typed = library.GetProcedure(
            "silent", WorkshopJson.Default.Int32, WorkshopJson.Default.Int32);

        Func<Task>[] calls =
        [
            () => Task.FromResult(typed.Invoke(1)),
            () => typed.InvokeAsync(1),
            () => raw.InvokeAsync("1"u8.ToArray(), new ArrayBufferWriter<byte>()),
            () => Task.Run(() => raw.Invoke("1"u8, new ArrayBufferWriter<byte>())),
        ];

        foreach (Func<Task> call in calls)
        {
            (await call.Should().ThrowAsync<RustException>()).Which.Kind.Should().Be(RustErrorKind.InvalidReply);
        }
    }

    [ToolFact("cc")]
    public async Task InvokeAsync_NullReplyOfATaskOfThePool_ThrowsAndSaysSo()
    {
        using TemporaryFolder folder = new();
        using RustLibrary library = RustLibrary.Load(await CLibrary.CompileAsync(
            folder,
            CLibrary.HandshakeWith(("late", "acme_late")).Replace("void rust_interop_run(void *task) { }", "") + """
                char *acme_late(const char *input) { return 0; }
                struct callbacks
                {
                    void *context;
                    void (*progress)(void *, const char *);
                    void (*completed)(void *, char *);
                    void (*schedule)(void *, void *);
                };
                static struct callbacks pending;
                void *acme_late_async(const char *input, const struct callbacks *callbacks)
                {
                    pending = *callbacks;
                    pending.schedule(pending.context, &pending);
                    return 0;
                }
                void rust_interop_run(void *task) { pending.completed(pending.context, 0); }
                """));

        Func<Task> call = () => library.GetProcedure("late", WorkshopJson.Default.Int32, WorkshopJson.Default.Int32).InvokeAsync(1);

        (await call.Should().ThrowAsync<RustException>()).Which.Kind.Should().Be(RustErrorKind.InvalidReply);
    }

    private static unsafe int Count(string path, string function) =>
        ((delegate* unmanaged[Cdecl]<int>)NativeLibrary.GetExport(NativeLibrary.Load(path), function))();
}
