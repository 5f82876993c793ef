using System.Runtime.InteropServices;
using RustInterop.Benchmarks.Crossing;
using RustInterop.Benchmarks.Generated;

namespace RustInterop.Benchmarks;

/// <summary>A method of an object that stays in Rust: by generated C#, and by a P/Invoke with a SafeHandle.</summary>
internal static class Objects
{
    internal static async Task MeasureAsync()
    {
        using Counter counter = new(0);
        using CounterHandle handle = Exports.counter_new(0);
        await new Contest(calls: 50_000)
            .Add("a call, generated C#", () => counter.Add(1))
            .Add("a call, P/Invoke with a SafeHandle", () => Exports.counter_add(handle, 1))
            .MeasureAsync().ConfigureAwait(false);
        await new Contest(calls: 10_000)
            .Add("made and disposed of, generated C#", () => new Counter(0).Dispose())
            .Add("made and disposed of, P/Invoke with a SafeHandle", () => Exports.counter_new(0).Dispose())
            .MeasureAsync().ConfigureAwait(false);
        await new Contest(calls: 5_000)
            .AddAwaited("an awaited call, generated C#", () => counter.AddAsync(1))
            .MeasureAsync().ConfigureAwait(false);
    }
}

/// <summary>A counter of benchmarks/native/src/counter.rs, as in handwritten interop.</summary>
internal sealed class CounterHandle() : SafeHandle(invalidHandleValue: 0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        Exports.counter_drop(handle);
        return true;
    }
}
