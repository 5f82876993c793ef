using System.Text.Json;
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
