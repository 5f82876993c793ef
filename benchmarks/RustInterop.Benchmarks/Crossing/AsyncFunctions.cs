using BenchmarkDotNet.Attributes;
using RustInterop.Benchmarks.Generated;

namespace RustInterop.Benchmarks.Crossing;

/// <summary>Functions that do nothing, awaited one after another.</summary>
public class AsyncFunctions
{
    private const int Calls = 100;

    private WaitingThread _waiting = null!;

    /// <summary>Starts the waiting thread.</summary>
    [GlobalSetup]
    public void Setup() => _waiting = new();

    /// <summary>Ends that thread.</summary>
    [GlobalCleanup]
    public void Cleanup() => _waiting.Dispose();

    /// <summary>An async function that waits once, so that a worker ends it.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Calls)]
    public Task RustInterop() => RepeatAsync(static () => Native.WaitOnceAsync());

    /// <summary>An async function that is ready at once, so that it needs no other thread.</summary>
    [Benchmark(OperationsPerInvoke = Calls)]
    public Task Ready() => RepeatAsync(static () => Native.NothingToWaitForAsync());

    /// <summary>A function that may block, so that it has a worker to itself.</summary>
    [Benchmark(OperationsPerInvoke = Calls)]
    public Task OnOwnWorker() => RepeatAsync(static () => Native.NothingAsync());

    /// <summary>A function that says that it takes little time, so that it runs on .NET's thread pool.</summary>
    [Benchmark(OperationsPerInvoke = Calls)]
    public async Task DeclaredShort()
    {
        for (int number = 0; number < Calls; number++)
        {
            await Native.NothingShortAsync().ConfigureAwait(false);
        }
    }

    /// <summary>The usual way to call such a function by task.</summary>
    [Benchmark(OperationsPerInvoke = Calls)]
    public Task OnThreadPool() => RepeatAsync(static () => Task.Run(static () => Native.Nothing()));

    /// <summary>The least that a switch to another thread and back takes.</summary>
    [Benchmark(OperationsPerInvoke = Calls)]
    public Task OnWaitingThread() => RepeatAsync(() => _waiting.Run(static () =>
    {
        Native.Nothing();
        return true;
    }));

    private static async Task RepeatAsync(Func<Task> call)
    {
        for (int number = 0; number < Calls; number++)
        {
            await call().ConfigureAwait(false);
        }
    }
}
