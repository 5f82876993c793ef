using RustInterop.Tests.Libraries;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.LongRunning;

/// <summary>A thread with a synchronisation context, such as a UI thread, may block on a call: nothing is posted to it.</summary>
public sealed class CallersContextTests
{
    [LinuxFact]
    public async Task StartProcedureAsync_ThreadHasAContext_PostsNothingToIt()
    {
        using TemporaryFolder folder = new();
        string gate = folder.PathOf("gate");

        (Task<ProcedureOutput> task, CountingContext context) = Within(
            () => Rust.StartProcedureAsync(Inputs.Local($"while ! test -e '{gate}'; do sleep 0.01; done")));
        await File.WriteAllTextAsync(gate, "");
        await task;

        context.Posts.Should().Be(0);
    }

    [Fact]
    public async Task InvokeAsync_ThreadHasAContext_PostsNothingToIt()
    {
        RustProcedure<string, bool, Waiting> wait = Workshop.Library.GetProcedure(
            "wait_for_cancel", WorkshopJson.Default.String, WorkshopJson.Default.Boolean, WorkshopJson.Default.Waiting);
        using CancellationTokenSource cancellation = new();

        (Task<bool> task, CountingContext context) = Within(() => wait.InvokeAsync("return_true", cancellation.Token));
        await cancellation.CancelAsync();
        (await task).Should().BeTrue();

        context.Posts.Should().Be(0);
    }

    private static (T Result, CountingContext Context) Within<T>(Func<T> call)
    {
        SynchronizationContext? former = SynchronizationContext.Current;
        CountingContext context = new();
        SynchronizationContext.SetSynchronizationContext(context);
        try
        {
            return (call(), context);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(former);
        }
    }

    private sealed class CountingContext : SynchronizationContext
    {
        private int _posts;

        internal int Posts => Volatile.Read(ref _posts);

        public override void Post(SendOrPostCallback d, object? state)
        {
            Interlocked.Increment(ref _posts);
            base.Post(d, state);
        }
    }
}
