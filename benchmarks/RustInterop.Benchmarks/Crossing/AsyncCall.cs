using BenchmarkDotNet.Attributes;

namespace RustInterop.Benchmarks.Crossing;

/// <summary>From the start of a call to its completion.</summary>
public class AsyncCall
{
    private static readonly ProcedureInput Input =
        new(TimeSpan.FromSeconds(10), 3, [], "true", 1) { Transport = Transport.Local };

    private static readonly HandwrittenInput Handwritten = new(10, 3, [], "true", 1, "local");

    /// <summary>No thread of .NET's waits.</summary>
    [Benchmark(Baseline = true)]
    public Task<ProcedureOutput> RustInterop() => Rust.StartProcedureAsync(Input);

    /// <summary>As people write it: the blocking call on a thread of the pool.</summary>
    [Benchmark]
    public async Task<object> ByHand() =>
        await Task.Run(() => Crossing.Handwritten.StartProcedure(Handwritten)).ConfigureAwait(false);
}
