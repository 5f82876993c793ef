using RustInterop.Tests.Support;

namespace RustInterop.Tests.Libraries;

public sealed class RustLibraryDisposeTests
{
    private const int Threads = 64;

    private static readonly Order Order = new("Ada", [new("pen", 2, 1.5)]);

    [Fact]
    public void Dispose_ExistingProcedure_RefusesCalls()
    {
        RustLibrary library = RustLibrary.Load(Workshop.Name);
        RustProcedure<Order, Bill> bill = library.GetProcedure("bill", WorkshopJson.Default.Order, WorkshopJson.Default.Bill);

        library.Dispose();
        library.Dispose();

        FluentActions.Invoking(() => bill.Invoke(Order)).Should().Throw<ObjectDisposedException>()
            .WithMessage("The library was disposed of.*");
        FluentActions.Invoking(() => library.GetProcedure("bill")).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public async Task Dispose_ExistingProcedure_RefusesAsyncCalls()
    {
        RustLibrary library = RustLibrary.Load(Workshop.Name);
        RustProcedure<Order, Bill> bill = library.GetProcedure("bill", WorkshopJson.Default.Order, WorkshopJson.Default.Bill);
        library.Dispose();

        Func<Task> invoke = () => bill.InvokeAsync(Order);

        await invoke.Should().ThrowAsync<ObjectDisposedException>();
    }

    [Fact]
    public void Dispose_AnotherObjectOfTheSameLibrary_StillWorks()
    {
        RustLibrary.Load(Workshop.Name).Dispose();

        Workshop.Bill.Invoke(Order).Total.Should().Be(3);
    }

    [LinuxFact]
    public async Task Dispose_WhileManyThreadsCall_LetsEachCallEndOrRefusesIt()
    {
        using TemporaryFolder folder = new();
        RustLibrary library = Workshop.LoadCopy(folder);
        RustProcedure<Order, Bill> bill = library.GetProcedure("bill", WorkshopJson.Default.Order, WorkshopJson.Default.Bill);
        using CountdownEvent calling = new(Threads);
        Task[] callers = OnThreads(() =>
        {
            bill.Invoke(Order).Total.Should().Be(3);
            calling.Signal();
            while (true)
            {
                bill.Invoke(Order).Total.Should().Be(3);
            }
        });
        calling.Wait();

        library.Dispose();

        foreach (Task caller in callers)
        {
            await FluentActions.Awaiting(() => caller).Should().ThrowAsync<ObjectDisposedException>();
        }

        library.LiveStrings().Should().Be(0);
    }

    [LinuxFact]
    public async Task Load_FromManyThreadsAtOnce_EachCanCallAndDispose()
    {
        using TemporaryFolder folder = new();
        string path = Workshop.LoadCopy(folder).Path;

        await Task.WhenAll(OnThreads(() =>
        {
            using RustLibrary library = RustLibrary.Load(path);
            library.GetProcedure("bill", WorkshopJson.Default.Order, WorkshopJson.Default.Bill)
                .Invoke(Order).Total.Should().Be(3);
        }));
    }

    private static Task[] OnThreads(Action call) =>
        [.. Enumerable.Range(0, Threads).Select(_ => Task.Factory.StartNew(
            call, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];

    [LinuxFact]
    public async Task Dispose_CallInFlight_EndsWithItsResult()
    {
        using TemporaryFolder folder = new();
        RustLibrary library = Workshop.LoadCopy(folder);
        RustProcedure<string, bool, Waiting> wait = library.GetProcedure(
            "wait_for_cancel", WorkshopJson.Default.String, WorkshopJson.Default.Boolean, WorkshopJson.Default.Waiting);
        using CancellationTokenSource cancellation = new();
        TaskCompletionSource ready = new();
        Task<bool> running = wait.InvokeAsync("return_true", new Handler<Waiting>(_ => ready.SetResult()), cancellation.Token);
        await ready.Task;

        library.Dispose();
        await cancellation.CancelAsync();

        (await running).Should().BeTrue();
        library.LiveStrings().Should().Be(0);
    }

    [LinuxFact]
    public void Invoke_SeveralLibraries_EachFreesItsOwnStrings()
    {
        using TemporaryFolder first = new();
        using TemporaryFolder second = new();
        using RustLibrary one = Workshop.LoadCopy(first);
        using RustLibrary other = Workshop.LoadCopy(second);

        foreach (RustLibrary library in (RustLibrary[])[one, other, one, Workshop.Library, other])
        {
            library.GetProcedure("bill", WorkshopJson.Default.Order, WorkshopJson.Default.Bill)
                .Invoke(Order).Total.Should().Be(3);
        }

        one.LiveStrings().Should().Be(0);
        other.LiveStrings().Should().Be(0);
    }
}
