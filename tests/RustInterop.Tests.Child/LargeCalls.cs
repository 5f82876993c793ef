using System.Text.Json.Serialization;

namespace RustInterop.Tests.Child;

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
        long before = ResidentMemory.KilobytesAfterCollection();
        await CallAsync(library, length);
        (int taken, int returned) = await CallAsync(library, length);

        Console.Write($"{taken} {returned} {ResidentMemory.KilobytesAfterCollection() - before} {library.LiveStrings()}");
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
