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

    /// <summary>Starts the thread that waits.</summary>
    [GlobalSetup]
    public void Setup() => _waiting = new();

    /// <summary>Ends it.</summary>
    [GlobalCleanup]
    public void Cleanup() => _waiting.Dispose();

    /// <summary>No thread of .NET's waits.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Calls)]
    public Task RustInterop() => RepeatAsync(static () => Rust.StartProcedureAsync(Input));

    /// <summary>As most write it: a thread of the pool is held until Rust has ended.</summary>
    [Benchmark(OperationsPerInvoke = Calls)]
    public Task ByHand() => RepeatAsync(static () => Task.Run(CallByHand));

    /// <summary>As those do who spare the pool.</summary>
    [Benchmark(OperationsPerInvoke = Calls)]
    public Task ByHandOnNewThread() => RepeatAsync(static () =>
        Task.Factory.StartNew(CallByHand, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));

    /// <summary>The blocking call, and the least way that spares the pool: to a thread that waits for it, and back.</summary>
    [Benchmark(OperationsPerInvoke = Calls)]
    public Task OnWaitingThread() => RepeatAsync(() => _waiting.Run(static () => Rust.StartProcedure(Input)));

    // Awaited one after another, as a server does: after the first, each starts on the pool.
    private static async Task RepeatAsync(Func<Task> call)
    {
        for (int number = 0; number < Calls; number++)
        {
            await call().ConfigureAwait(false);
        }
    }

    private static HandwrittenOutput CallByHand() => Handwritten.StartProcedure(InputByHand);
}
