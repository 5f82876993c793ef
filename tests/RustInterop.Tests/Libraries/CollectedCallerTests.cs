using System.Runtime.CompilerServices;

namespace RustInterop.Tests.Libraries;

/// <summary>Rust keeps the caller's objects alive until the call has ended, and no longer.</summary>
public sealed class CollectedCallerTests
{
    [Fact]
    public async Task InvokeAsync_Ended_KeepsNoObjectOfTheCaller() =>
        IsAlive(await CallAsync(CountOf(Workshop.Library))).Should().BeFalse();

    [Fact]
    public async Task InvokeAsync_LibraryDisposed_KeepsNoObjectOfTheCaller()
    {
        RustLibrary library = RustLibrary.Load(Workshop.Name);
        RustProcedure<int, int, Step> count = CountOf(library);
        library.Dispose();

        IsAlive(await CallAsync(count)).Should().BeFalse();
    }

    private static RustProcedure<int, int, Step> CountOf(RustLibrary library) => library.GetProcedure(
        "count_to", WorkshopJson.Default.Int32, WorkshopJson.Default.Int32, WorkshopJson.Default.Step);

    // A separate method, so that no local of the test keeps the handler alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> CallAsync(RustProcedure<int, int, Step> count)
    {
        Handler<Step> handler = new(_ => { });
        Task call = count.InvokeAsync(1, handler);
        await call.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return new WeakReference(handler);
    }

    private static bool IsAlive(WeakReference reference)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return reference.IsAlive;
    }
}
