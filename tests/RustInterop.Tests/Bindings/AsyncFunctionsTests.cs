using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using RustInterop.Loading;
using RustInterop.Tests.Support;
using RustInterop.Tests.TimerTypes;
using Timers = RustInterop.Tests.TimerTypes.Timers;

namespace RustInterop.Tests.Bindings;

/// <summary>Async functions of a crate whose C# the build has generated.</summary>
public sealed class AsyncFunctionsTests
{
    private static int s_call;

    [Fact]
    public async Task CallAsync_ReadyAtOnce_HasEndedOnReturn()
    {
        Task<uint> doubled = Timers.DoubleAsync(21);

        doubled.IsCompletedSuccessfully.Should().BeTrue();
        (await doubled).Should().Be(42);
    }

    [Fact]
    public async Task CallAsync_ReadyLater_ReturnsTheOutput() =>
        (await Timers.RepeatAsync("ab", 3, TimeSpan.FromMilliseconds(1))).Should().Be("ababab");

    [Fact]
    public void Call_ReadyLater_BlocksAndReturnsTheOutput()
    {
        Timers.Double(21).Should().Be(42);
        Timers.Repeat("ab", 3, TimeSpan.FromMilliseconds(1)).Should().Be("ababab");
    }

    [Fact]
    public async Task CallAsync_ManyThatWaitAtTheSameTime_AllReturn()
    {
        string[] repeated = await Task.WhenAll(
            Enumerable.Range(0, 10_000).Select(call => Timers.RepeatAsync($"{call}", 2, TimeSpan.FromMilliseconds(20))));

        repeated.Should().Equal(Enumerable.Range(0, 10_000).Select(call => $"{call}{call}"));
    }

    [Fact]
    public async Task CallAsync_WithProgress_ReportsTheFirstOnTheCallersThread()
    {
        List<(uint Number, int Thread)> ticks = [];

        Task<uint> ticking = Timers.TickAsync(3, progress: new Handler<Tick>(tick => ticks.Add((tick.Number, Environment.CurrentManagedThreadId))));
        int caller = Environment.CurrentManagedThreadId;

        (await ticking).Should().Be(3);
        ticks.Select(tick => tick.Number).Should().Equal(1, 2, 3);
        ticks[0].Thread.Should().Be(caller);
    }

    [Fact]
    public async Task CallAsync_AfterAWait_RunsOnThreadsOfThePool()
    {
        ConcurrentBag<bool> arePoolThreads = [];

        await Timers.TickAsync(3, progress: new Handler<Tick>(tick =>
        {
            if (tick.Number > 1)
            {
                arePoolThreads.Add(Thread.CurrentThread.IsThreadPoolThread);
            }
        }));

        arePoolThreads.Should().Equal(true, true);
    }

    [Fact]
    public async Task CallAsync_ContinuationThatBlocks_HoldsUpNoOtherCall()
    {
        using ManualResetEventSlim goOn = new();
        Task blocked = Timers.RepeatAsync("a", 2, TimeSpan.FromMilliseconds(1)).ContinueWith(
            _ => goOn.Wait(),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);

        (await Timers.RepeatAsync("b", 3, TimeSpan.FromMilliseconds(1))).Should().Be("bbb");
        blocked.IsCompleted.Should().BeFalse();

        goOn.Set();
        await blocked;
    }

    [Fact]
    public async Task CallAsync_HandlerCallsRustBeforeTheCallHasReturned_BothReturn()
    {
        List<uint> doubled = [];

        await Timers.TickAsync(2, progress: new Handler<Tick>(tick => doubled.Add(Timers.Double(tick.Number))));

        doubled.Should().Equal(2, 4);
    }

    [Fact]
    public async Task Call_ErrorOfAType_IsThrownWithIt()
    {
        FluentActions.Invoking(() => Timers.Tick(3, woundUpFor: 1)).Should().Throw<RustException<ClockError>>()
            .WithMessage("it ran down after 1 ticks").Which.Error.Should().Be(new ClockError.RanDown { After = 1 });
        (await FluentActions.Awaiting(() => Timers.TickAsync(3, woundUpFor: 0)).Should().ThrowAsync<RustException<ClockError>>())
            .Which.Error.Should().Be(new ClockError.RanDown { After = 0 });
    }

    [Fact]
    public async Task Call_Panic_IsThrownWithItsPlace()
    {
        FluentActions.Invoking(() => Timers.PanicLater("on purpose")).Should().Throw<RustPanicException>()
            .WithMessage("on purpose*").Which.Location.Should().Contain("lib.rs:");
        await FluentActions.Awaiting(() => Timers.PanicLaterAsync("on purpose")).Should().ThrowAsync<RustPanicException>()
            .WithMessage("on purpose*");
    }

    [Fact]
    public async Task CallAsync_Cancelled_EndsAsCancelledOnceTheFutureIsDropped()
    {
        uint call = NextCall();
        using CancellationTokenSource cancellation = new();
        Task waiting = Timers.NeverAsync(call, cancellationToken: cancellation.Token);
        Timers.IsDropped(call).Should().BeFalse();

        await cancellation.CancelAsync();

        OperationCanceledException exception =
            (await FluentActions.Awaiting(() => waiting).Should().ThrowAsync<OperationCanceledException>()).Which;
        exception.CancellationToken.Should().Be(cancellation.Token);
        exception.InnerException.Should().BeOfType<RustException>().Which.Message.Should().Be("the call was cancelled");
        Timers.IsDropped(call).Should().BeTrue();
    }

    [Fact]
    public async Task CallAsync_CancelledBeforeTheCallHasReturned_EndsAsCancelled()
    {
        uint call = NextCall();
        using CancellationTokenSource cancellation = new();

        Task waiting = Timers.NeverAsync(call, new Handler<Tick>(_ => cancellation.Cancel()), cancellation.Token);

        await FluentActions.Awaiting(() => waiting).Should().ThrowAsync<OperationCanceledException>();
        Timers.IsDropped(call).Should().BeTrue();
    }

    [Fact]
    public async Task CallAsync_HandlerThrowsBeforeTheCallHasReturned_CancelsAndFails()
    {
        uint call = NextCall();
        InvalidOperationException failure = new();

        Task waiting = Timers.NeverAsync(call, new Handler<Tick>(_ => throw failure));

        (await FluentActions.Awaiting(() => waiting).Should().ThrowAsync<InvalidOperationException>()).Which.Should().BeSameAs(failure);
        Timers.IsDropped(call).Should().BeTrue();
    }

    [Fact]
    public async Task Call_WithARuntime_IsPolledInIt()
    {
        Timers.IsInItsRuntime(2).Should().BeTrue();
        (await Timers.IsInItsRuntimeAsync(2)).Should().BeTrue();
        (await Timers.IsInARuntimeAsync()).Should().BeFalse();
    }

    [LinuxFact]
    public async Task CallAsync_AnyOutcome_LeavesNoString()
    {
        using TemporaryFolder folder = new();
        string copy = folder.PathOf(LibrarySearch.FileName("timers_copy"));
        using (RustLibrary original = RustLibrary.Load("timers"))
        {
            File.Copy(original.Path, copy);
        }

        using RustLibrary library = RustLibrary.Load(copy);

        await Task.WhenAll(Enumerable.Range(0, 100).SelectMany(_ => new[]
        {
            CallAsync("double", "1"),
            CallAsync("double", "\"one\""),
            CallAsync("tick", """{"ticks":2}"""),
            CallAsync("tick", """{"ticks":2,"wound_up_for":1}"""),
            CallAsync("panic_later", "\"on purpose\""),
            CallAsync("never", """{"call":0}""", TimeSpan.FromMilliseconds(1)),
        }));

        library.LiveStrings().Should().Be(0);

        async Task CallAsync(string function, string input, TimeSpan? patience = null)
        {
            using CancellationTokenSource cancellation = new(patience ?? Timeout.InfiniteTimeSpan);
            Task call = library.GetProcedure(function).InvokeAsync(
                Encoding.UTF8.GetBytes(input), new ArrayBufferWriter<byte>(), cancellation.Token);
            await call.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static uint NextCall() => (uint)Interlocked.Increment(ref s_call);

    private sealed class Handler<T>(Action<T> handle) : IProgress<T>
    {
        public void Report(T value) => handle(value);
    }
}
