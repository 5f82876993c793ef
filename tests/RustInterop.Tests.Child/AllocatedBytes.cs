using System.Text.Json;
using RustInterop.Crossing;

namespace RustInterop.Tests.Child;

/// <summary>What a call allocates on the managed heap, beyond what it takes to write its input and to read its reply.</summary>
internal static class AllocatedBytes
{
    private const int Calls = 1000;
    private const int Batches = 5;

    private static readonly ProcedureInput Input =
        new(TimeSpan.FromSeconds(10), 3, [], "true", 1) { Transport = Transport.Local };

    /// <summary>Prints the bytes.</summary>
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

    // The least of several: the first makes what stays.
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
