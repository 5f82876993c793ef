using BenchmarkDotNet.Attributes;

namespace RustInterop.Benchmarks.Crossing;

/// <summary>The smallest call: prints a number to <c>/dev/null</c>.</summary>
public class PrintInt
{
    /// <summary>Through RustInterop.</summary>
    [Benchmark(Baseline = true)]
    public void RustInterop() => Rust.PrintInt(2);

    /// <summary>Only the native function.</summary>
    [Benchmark]
    public int Native() => Exports.print_int(2);
}
