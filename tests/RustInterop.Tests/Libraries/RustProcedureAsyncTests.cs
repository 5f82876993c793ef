using System.Runtime.CompilerServices;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Libraries;

public sealed class RustProcedureAsyncTests
{
    private static readonly Order Order = new("Ada", [new("pen", 2, 1.5)]);

    private static readonly RustProcedure<int, int, Step> Count = Workshop.Library.GetProcedure(
        "count_to", WorkshopJson.Default.Int32, WorkshopJson.Default.Int32, WorkshopJson.Default.Step);

    private static readonly RustProcedure<string, bool, Waiting> Wait = Workshop.Library.GetProcedure(
        "wait_for_cancel", WorkshopJson.Default.String, WorkshopJson.Default.Boolean, WorkshopJson.Default.Waiting);

    [Fact]
    public async Task InvokeAsync_Records_ReturnsTheOutput() =>
        (await Workshop.Bill.InvokeAsync(Order)).Should().BeEquivalentTo(new Bill("Ada", ["pen"], 3));

    [Fact]
    public async Task InvokeAsync_ProcedureReports_DeliversEachInOrder()
    {
        List<int> steps = [];

        int last = await Count.InvokeAsync(1000, new Handler<Step>(step => steps.Add(step.Number)));

        last.Should().Be(1000);
        steps.Should().Equal(Enumerable.Range(1, 1000));
    }

    [Fact]
    public async Task InvokeAsync_NoHandler_ReturnsTheOutput() => (await Count.InvokeAsync(3, progress: null)).Should().Be(3);

    [Fact]
    public async Task InvokeAsync_ReportOfAnotherTypeThanInCSharp_FailsWithItsPath()
    {
        RustProcedure<int, int, Waiting> count = Workshop.Library.GetProcedure(
            "count_to", WorkshopJson.Default.Int32, WorkshopJson.Default.Int32, WorkshopJson.Default.Waiting);

        Func<Task> invoke = () => count.InvokeAsync(1, new Handler<Waiting>(_ => { }));

        RustException exception = (await invoke.Should().ThrowAsync<RustException>()).Which;
        exception.Kind.Should().Be(RustErrorKind.InvalidReply);
        exception.Path.Should().Be("number");
    }

    [Fact]
    public async Task InvokeAsync_CancelledAndProcedureFails_IsCancelledWithTheCallersToken()
    {
        using CancellationTokenSource cancellation = new();

        Task<bool> task = Wait.InvokeAsync("fail", CancelWhenReady(cancellation), cancellation.Token);

        OperationCanceledException exception =
            (await FluentActions.Awaiting(() => task).Should().ThrowAsync<OperationCanceledException>()).Which;
        exception.CancellationToken.Should().Be(cancellation.Token);
        exception.InnerException.Should().BeOfType<RustException>().Which.Message.Should().Be("stopped half-way");
        task.IsCanceled.Should().BeTrue();
    }

    [Fact]
    public async Task InvokeAsync_CancelledAndProcedureReturns_ReturnsTheOutput()
    {
        using CancellationTokenSource cancellation = new();

        (await Wait.InvokeAsync("return_true", CancelWhenReady(cancellation), cancellation.Token)).Should().BeTrue();
    }

    [Fact]
    public async Task InvokeAsync_CancelledAndProcedurePanics_ThrowsThePanic()
    {
        using CancellationTokenSource cancellation = new();

        Func<Task> invoke = () => Wait.InvokeAsync("panic", CancelWhenReady(cancellation), cancellation.Token);

        await invoke.Should().ThrowAsync<RustPanicException>();
    }

    [Fact]
    public async Task InvokeAsync_AlreadyCancelledAndProcedureIgnoresIt_IsCancelled()
    {
        Func<Task> invoke = () => Workshop.Bill.InvokeAsync(new Order("Ada", []), new CancellationToken(canceled: true));

        await invoke.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task InvokeAsync_AlreadyCancelled_NeverStarts()
    {
        List<Step> steps = [];

        Task<int> task = Count.InvokeAsync(1, new Handler<Step>(steps.Add), new CancellationToken(canceled: true));

        await FluentActions.Awaiting(() => task).Should().ThrowAsync<OperationCanceledException>();
        task.IsCanceled.Should().BeTrue();
        steps.Should().BeEmpty();
    }

    [Fact]
    public async Task InvokeAsync_HandlerThrows_CancelsTheProcedureAndFails()
    {
        InvalidOperationException failure = new();

        Func<Task> invoke = () => Wait.InvokeAsync("fail", new Handler<Waiting>(_ => throw failure));

        (await invoke.Should().ThrowAsync<InvalidOperationException>()).Which.Should().BeSameAs(failure);
    }

    [LinuxFact]
    public async Task InvokeAsync_HandlerThrows_LeavesNoString()
    {
        using TemporaryFolder folder = new();
        using RustLibrary library = Workshop.LoadCopy(folder);
        RustProcedure<int, int, Step> count = library.GetProcedure(
            "count_to", WorkshopJson.Default.Int32, WorkshopJson.Default.Int32, WorkshopJson.Default.Step);

        Func<Task> invoke = () => count.InvokeAsync(1, new Handler<Step>(_ => throw new InvalidOperationException()));

        await invoke.Should().ThrowAsync<InvalidOperationException>();
        library.LiveStrings().Should().Be(0);
    }

    [Fact]
    public async Task InvokeAsync_HandlersOwnCancel_FailsAndDoesNotCountAsTheCallers()
    {
        Task<bool> task = Wait.InvokeAsync("fail", new Handler<Waiting>(_ => throw new OperationCanceledException()));

        await FluentActions.Awaiting(() => task).Should().ThrowAsync<OperationCanceledException>();
        task.IsFaulted.Should().BeTrue();
    }

    [Theory]
    [InlineData("fail", RustErrorKind.Failed)]
    [InlineData("panic_with", RustErrorKind.Panicked)]
    [InlineData("half", RustErrorKind.InvalidInput)]
    public async Task InvokeAsync_Fails_FailsTheTask(string procedure, RustErrorKind kind)
    {
        Func<Task> invoke = () => Workshop.Library
            .GetProcedure(procedure, WorkshopJson.Default.String, WorkshopJson.Default.Object).InvokeAsync("text");

        (await invoke.Should().ThrowAsync<RustException>()).Which.Kind.Should().Be(kind);
    }

    [LinuxFact]
    public async Task InvokeAsync_AnyOutcome_LeavesNoString()
    {
        using TemporaryFolder folder = new();
        using RustLibrary library = Workshop.LoadCopy(folder);
        RustProcedure<string, bool, Waiting> wait = library.GetProcedure(
            "wait_for_cancel", WorkshopJson.Default.String, WorkshopJson.Default.Boolean, WorkshopJson.Default.Waiting);

        await Task.WhenAll(Enumerable.Range(0, 90).Select(async call =>
        {
            using CancellationTokenSource cancellation = new();
            string then = (call % 3) switch { 0 => "fail", 1 => "return_true", _ => "panic" };
            Task task = wait.InvokeAsync(then, CancelWhenReady(cancellation), cancellation.Token);
            await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }));

        library.LiveStrings().Should().Be(0);
    }

    private static Handler<Waiting> CancelWhenReady(CancellationTokenSource cancellation) => new(_ => cancellation.Cancel());

    [Fact]
    public async Task InvokeAsync_Ended_KeepsNoObjectOfTheCaller() => await CollectedAsync(await CallAsync(CountOf(Workshop.Library)));

    [Fact]
    public async Task InvokeAsync_LibraryDisposed_KeepsNoObjectOfTheCaller()
    {
        RustLibrary library = RustLibrary.Load(Workshop.Name);
        RustProcedure<int, int, Step> count = CountOf(library);
        library.Dispose();

        await CollectedAsync(await CallAsync(count));
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

    // The thread that ended the call may still be on its way out of it.
    private static Task CollectedAsync(WeakReference reference) => Marker.WaitUntilAsync(
        () =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
            return !reference.IsAlive;
        },
        "nothing keeps the handler");
}
