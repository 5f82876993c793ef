using System.Runtime.InteropServices;
using System.Text.Json;

namespace RustInterop.Benchmarks.Crossing;

/// <summary>
/// Interop as people usually write it: a string in, a string out, and System.Text.Json with reflection. It frees the reply, but
/// not if an exception comes in between.
/// </summary>
internal static class Handwritten
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    internal static HandwrittenOutput StartProcedure(HandwrittenInput input) =>
        Read<HandwrittenOutput>(Exports.start_procedure(JsonSerializer.Serialize(input, Options)));

    internal static Listing ListFiles(ListingRequest request) =>
        Read<Listing>(Exports.list_files(JsonSerializer.Serialize(request, Options)));

    private static T Read<T>(nint reply)
    {
        string json = Marshal.PtrToStringUTF8(reply)!;
        Exports.free_mem(reply);
        return json.StartsWith("{\"error\":", StringComparison.Ordinal)
            ? throw new InvalidOperationException(JsonSerializer.Deserialize<HandwrittenError>(json, Options)!.Error.Message)
            : JsonSerializer.Deserialize<T>(json, Options)!;
    }
}
