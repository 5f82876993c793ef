using System.Collections.Concurrent;
using BenchmarkDotNet.Attributes;

namespace RustInterop.Benchmarks.Crossing;

/// <summary>From the start of a call to its completion.</summary>
public class AsyncCall
{
    private const int Calls = 100;

    private static readonly ProcedureInput Input =
        new(TimeSpan.FromSeconds(10), 3, [], "true", 1) { Transport = Transport.Local };

    private static readonly HandwrittenInput InputByHand = new(10, 3, [], "true", 1, "local");

    private WaitingThread _waiting = null!;

    /// <summary>Starts the waiting thread.</summary>
    [GlobalSetup]
    public void Setup() => _waiting = new();

    /// <summary>Ends that thread.</summary>
    [GlobalCleanup]
    public void Cleanup() => _waiting.Dispose();

    /// <summary>Blocks no .NET thread.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Calls)]
    public Task RustInterop() => RepeatAsync(static () => Rust.StartProcedureAsync(Input));

    /// <summary>The usual way: blocks a pool thread until Rust has ended.</summary>
    [Benchmark(OperationsPerInvoke = Calls)]
    public Task ByHand() => RepeatAsync(static () => Task.Run(CallByHand));

    /// <summary>The way that keeps the pool free: a new thread for each call.</summary>
    [Benchmark(OperationsPerInvoke = Calls)]
    public Task ByHandOnNewThread() => RepeatAsync(static () =>
        Task.Factory.StartNew(CallByHand, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));

    /// <summary>The cheapest way that keeps the pool free: the blocking call on a thread that waits for work.</summary>
    [Benchmark(OperationsPerInvoke = Calls)]
    public Task OnWaitingThread() => RepeatAsync(() => _waiting.Run(static () => Rust.StartProcedure(Input)));

    // Awaited one after another, as in a server: after the first, each starts on the pool.
    private static async Task RepeatAsync(Func<Task> call)
    {
        for (int number = 0; number < Calls; number++)
        {
            await call().ConfigureAwait(false);
        }
    }

    private static HandwrittenOutput CallByHand() => Handwritten.StartProcedure(InputByHand);
}

/// <summary>A thread outside the pool that waits for work and runs it in order.</summary>
internal sealed class WaitingThread : IDisposable
{
    private readonly BlockingCollection<Action> _work = [];
    private readonly Thread _thread;

    internal WaitingThread()
    {
        _thread = new(Work) { IsBackground = true };
        _thread.Start();
    }

    public void Dispose()
    {
        _work.CompleteAdding();
        _thread.Join();
        _work.Dispose();
    }

    /// <summary>Runs the call there. Continuations run on the pool.</summary>
    internal Task<T> Run<T>(Func<T> call)
    {
        TaskCompletionSource<T> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() => completion.SetResult(call()));
        return completion.Task;
    }

    private void Work()
    {
        foreach (Action work in _work.GetConsumingEnumerable())
        {
            work();
        }
    }
}
