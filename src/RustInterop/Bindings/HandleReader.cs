using System.Text.Json;
using RustInterop.Crossing;

namespace RustInterop.Bindings;

internal static class HandleReader
{
    /// <summary>Reads a handle, which is a number in JSON.</summary>
    /// <exception cref="JsonException">Something else is there.</exception>
    internal static RustHandle ReadHandle(this ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetUInt64(out ulong number))
        {
            throw new JsonException("expected a handle");
        }

        RustHandle handle = new(ReceivedHandles.Library, number);
        ReceivedHandles.Add(handle);
        return handle;
    }
}
