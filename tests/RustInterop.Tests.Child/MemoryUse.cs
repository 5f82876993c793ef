using System.Text.Json;
using System.Text.Json.Serialization;
using RustInterop.Bindings;
using RustInterop.Crossing;

namespace RustInterop.Tests.Child;

/// <summary>The bytes that a call allocates on the managed heap, apart from writing its input and reading its reply.</summary>
internal static class AllocatedBytes
{
    private const int Calls = 1000;
    private const int Batches = 5;

    private static readonly ProcedureInput Input =
        new(TimeSpan.FromSeconds(10), 3, [], "true", 1) { Transport = Transport.Local };

    /// <summary>Prints their number.</summary>
    internal static void Print()
    {
        byte[] reply = JsonSerializer.SerializeToUtf8Bytes(Rust.StartProcedure(Input), ProcedureJson.Output);

        Console.WriteLine(OfOne(() => Rust.StartProcedure(Input)) - OfOne(Write) - OfOne(() => JsonSerializer.Deserialize(reply, ProcedureJson.Output)));
    }

    /// <summary>Prints their number for a short call by task.</summary>
    internal static async Task PrintByTaskAsync()
    {
        long least = long.MaxValue;
        for (int batch = 0; batch < Batches; batch++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            await CallAsync().ConfigureAwait(false);
            least = Math.Min(least, (GC.GetTotalAllocatedBytes(precise: true) - before) / Calls);
        }

        Console.WriteLine(least);
    }

    private static async Task CallAsync()
    {
        for (int number = 0; number < Calls; number++)
        {
            await ShortCall.RunAsync(static number => number + 1, number, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static void Write()
    {
        using InputBuffer buffer = InputBuffer.Rent();
        buffer.Write(Input, ProcedureJson.Input);
    }

    // The least of several batches, because the first allocates objects that are kept.
    private static long OfOne(Action call) => Enumerable.Range(0, Batches).Min(_ =>
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int number = 0; number < Calls; number++)
        {
            call();
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / Calls;
    });
}

/// <summary>Calls Rust many times, and prints how much the resident memory grew and how many strings are live.</summary>
internal static class ManyCalls
{
    private static readonly ProcedureInput Empty = new(TimeSpan.FromSeconds(10), 3, [], "reboot", 1);
    private static readonly ProcedureInput Refused = new(TimeSpan.FromSeconds(10), 3, ["-oProxyCommand=x"], "reboot", 1);

    internal static void Run(int calls)
    {
        // The JIT recompiles code after many calls. The memory for that is not a leak.
        Call(calls / 10);
        long before = ProcessState.ResidentKilobytesAfterCollection();
        Call(calls);
        Console.WriteLine($"{ProcessState.ResidentKilobytesAfterCollection() - before} {NativeMethods.rust_interop_live_strings()}");
    }

    private static void Call(int calls)
    {
        for (int call = 0; call < calls; call++)
        {
            if (call % 8 == 0)
            {
                CallRefused();
            }
            else
            {
                Rust.StartProcedure(Empty);
            }
        }
    }

    private static void CallRefused()
    {
        try
        {
            Rust.StartProcedure(Refused);
        }
        catch (RustException exception) when (exception.Kind == RustErrorKind.InvalidInput)
        {
            return;
        }

        throw new InvalidOperationException("The host was not refused.");
    }
}

/// <summary>
/// Passes a text of so many bytes to a library and gets one back, several times. Prints how long they were, how much the
/// resident memory grew, and how many strings are live.
/// </summary>
internal static partial class LargeCalls
{
    internal static async Task RunAsync(string path, int length)
    {
        using RustLibrary library = RustLibrary.Load(path);
        await CallAsync(library, length);
        long before = ProcessState.ResidentKilobytesAfterCollection();
        await CallAsync(library, length);
        (int taken, int returned) = await CallAsync(library, length);

        Console.Write($"{taken} {returned} {ProcessState.ResidentKilobytesAfterCollection() - before} {library.LiveStrings()}");
    }

    private static async Task<(int Taken, int Returned)> CallAsync(RustLibrary library, int length)
    {
        RustProcedure<string, int> lengthOf = library.GetProcedure("length", LargeJson.Default.String, LargeJson.Default.Int32);
        RustProcedure<int, string> textOf = library.GetProcedure("text_of", LargeJson.Default.Int32, LargeJson.Default.String);
        return (lengthOf.Invoke(new string('x', length)), (await textOf.InvokeAsync(length)).Length);
    }

    [JsonSerializable(typeof(string))]
    [JsonSerializable(typeof(int))]
    private sealed partial class LargeJson : JsonSerializerContext;
}
