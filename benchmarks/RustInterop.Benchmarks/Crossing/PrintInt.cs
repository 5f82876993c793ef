using BenchmarkDotNet.Attributes;

namespace RustInterop.Benchmarks.Crossing;

/// <summary>The least there is: a number, to <c>/dev/null</c>.</summary>
public class PrintInt
{
    /// <summary>By RustInterop.</summary>
    [Benchmark(Baseline = true)]
    public void RustInterop() => Rust.PrintInt(2);

    /// <summary>The native function alone.</summary>
    [Benchmark]
    public int Native() => Exports.print_int(2);
}
