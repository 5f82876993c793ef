using BenchmarkDotNet.Attributes;

namespace RustInterop.Benchmarks.Crossing;

/// <summary>The same call by RustInterop, by its parts, and by handwritten interop.</summary>
public abstract class Work
{
    /// <summary>Records in, records out.</summary>
    [Benchmark(Baseline = true)]
    public object RustInterop() => CallByRustInterop();

    /// <summary>The first part: writes the input as JSON into existing memory.</summary>
    [Benchmark]
    public void Serialize() => WriteInput();

    /// <summary>The second part: calls the native function on ready bytes, and frees its reply.</summary>
    [Benchmark]
    public void Native() => CallNative();

    /// <summary>The third part: reads records from ready bytes, or throws the error in them.</summary>
    [Benchmark]
    public object Deserialize() => ReadReply();

    /// <summary>All three parts, one after another.</summary>
    [Benchmark]
    public object Parts()
    {
        WriteInput();
        CallNative();
        return ReadReply();
    }

    /// <summary>Handwritten interop.</summary>
    [Benchmark]
    public object ByHand() => CallByHand();

    private protected abstract object CallByRustInterop();

    private protected abstract void WriteInput();

    private protected abstract void CallNative();

    private protected abstract object ReadReply();

    private protected abstract object CallByHand();
}
