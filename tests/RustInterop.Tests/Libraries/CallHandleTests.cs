using System.Runtime.InteropServices;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Libraries;

/// <summary>With a library in C that counts its calls.</summary>
public sealed class CallHandleTests
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
            CLibrary.Handshake
                .Replace("void rust_interop_release(void *call) { }", "")
                .Replace("void rust_interop_cancel(void *call) { }", "")
            + Code);
        using RustLibrary library = RustLibrary.Load(path);
        using CancellationTokenSource cancellation = new();
        Task task = library.GetProcedure("acme_wait", WorkshopJson.Default.Int32, WorkshopJson.Default.Int32)
            .InvokeAsync(1, cancellation.Token);

        await cancellation.CancelAsync();
        await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        (Count(path, "calls_cancelled"), Count(path, "calls_released")).Should().Be((1, 1));
    }

    private static unsafe int Count(string path, string function) =>
        ((delegate* unmanaged[Cdecl]<int>)NativeLibrary.GetExport(NativeLibrary.Load(path), function))();
}
