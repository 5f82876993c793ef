using BenchmarkDotNet.Attributes;

namespace RustInterop.Benchmarks.Crossing;

/// <summary>The same call by RustInterop, by its parts alone, and by hand.</summary>
public abstract class Work
{
    /// <summary>Records in, records out.</summary>
    [Benchmark(Baseline = true)]
    public object RustInterop() => CallByRustInterop();

    /// <summary>The first part: the input as JSON, into memory that is there.</summary>
    [Benchmark]
    public void Serialize() => WriteInput();

    /// <summary>The second: the native function on ready bytes, and its reply freed.</summary>
    [Benchmark]
    public void Native() => CallNative();

    /// <summary>The third: the records of ready bytes, or the exception of an error.</summary>
    [Benchmark]
    public object Deserialize() => ReadReply();

    /// <summary>All three, one after another.</summary>
    [Benchmark]
    public object Parts()
    {
        WriteInput();
        CallNative();
        return ReadReply();
    }

    /// <summary>As people write it.</summary>
    [Benchmark]
    public object ByHand() => CallByHand();

    private protected abstract object CallByRustInterop();

    private protected abstract void WriteInput();

    private protected abstract void CallNative();

    private protected abstract object ReadReply();

    private protected abstract object CallByHand();
}
