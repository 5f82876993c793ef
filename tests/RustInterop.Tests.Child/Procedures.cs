using System.Buffers;
using System.Text;

namespace RustInterop.Tests.Child;

/// <summary>Calls procedures of a library, and prints a line with the result of each.</summary>
internal static class Procedures
{
    /// <param name="library">The path of the library.</param>
    /// <param name="calls">The names of the procedures, each followed by its input.</param>
    internal static void Call(string library, IReadOnlyList<string> calls)
    {
        using RustLibrary loaded = RustLibrary.Load(library);
        foreach (string[] call in calls.Chunk(2))
        {
            Console.WriteLine(Reply(loaded.GetProcedure(call[0]), call[1]));
        }
    }

    /// <summary>Calls the procedure <c>descend</c> of tests/crates/workshop by task, and prints what it returns.</summary>
    internal static async Task DescendAsync(string library, string levels)
    {
        using RustLibrary loaded = RustLibrary.Load(library);
        ArrayBufferWriter<byte> output = new();
        await loaded.GetProcedure("descend").InvokeAsync(Encoding.UTF8.GetBytes(levels), output);
        Console.Write(Encoding.UTF8.GetString(output.WrittenSpan));
    }

    private static string Reply(RustProcedure procedure, string input)
    {
        ArrayBufferWriter<byte> output = new();
        try
        {
            procedure.Invoke(Encoding.UTF8.GetBytes(input), output);
            return Encoding.UTF8.GetString(output.WrittenSpan);
        }
        catch (RustPanicException panic)
        {
            return $"{panic.Kind}: {panic.Message} ({panic.Location})";
        }
    }
}
