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

/// <summary>A kind of work, identified by the class and the size of its benchmark.</summary>
/// <param name="Text">The name in a table.</param>
/// <param name="Type">The class.</param>
/// <param name="Size">The parameter, if the class has one.</param>
/// <param name="IsLarge">Whether 100 KB or more cross.</param>
internal sealed record WorkName(string Text, Type Type, int Size = 0, bool IsLarge = false)
{
    internal static IReadOnlyList<WorkName> Procedures { get; } =
    [
        new("`start_procedure`, no hosts", typeof(NoHosts)),
        new("1 host, refused", typeof(Refused), 1),
        new("100 hosts, the last refused", typeof(Refused), 100),
        new("10,000 hosts, the last refused", typeof(Refused), 10_000, IsLarge: true),
    ];

    internal static IReadOnlyList<WorkName> Replies { get; } =
    [
        new("a reply of 0.1 KB", typeof(Crossing.Replies), 2),
        new("a reply of 10 KB", typeof(Crossing.Replies), 160),
        new("a reply of 100 KB", typeof(Crossing.Replies), 1_600, IsLarge: true),
        new("a reply of 1 MB", typeof(Crossing.Replies), 16_000, IsLarge: true),
        new("a reply of 10 MB", typeof(Crossing.Replies), 160_000, IsLarge: true),
    ];

    /// <summary>The kinds that have parts.</summary>
    internal static IReadOnlyList<WorkName> WithParts { get; } = [.. Procedures, .. Replies];

    internal static WorkName RawLane { get; } = new("a reply of 0.1 KB, as bytes", typeof(Crossing.RawLane));

    internal static WorkName PrintInt { get; } = new("`print_int` to `/dev/null`", typeof(Crossing.PrintInt));

    internal static WorkName AsyncCall { get; } = new("`start_procedure`, no hosts, asynchronous", typeof(Crossing.AsyncCall));

    internal static WorkName AsyncFunctions { get; } = new("async functions", typeof(Crossing.AsyncFunctions));

    internal static IReadOnlyList<WorkName> All { get; } = [.. WithParts, RawLane, PrintInt, AsyncCall, AsyncFunctions];

    /// <summary>The key in dictionaries by work.</summary>
    internal string Key => $"{Type.Name} {Size}";
}
