using System.Text.Json;
using System.Text.Json.Serialization;
using RustInterop.Crossing;

namespace RustInterop.Bindings;

/// <summary>An object of Rust, which is its handle in JSON.</summary>
internal sealed class ObjectConverter<T>(Func<RustHandle, T> create) : JsonConverter<T>
    where T : RustObject
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => create(ReceivedHandle.Read(ref reader));

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Cross());
}

internal static class ReceivedHandle
{
    /// <summary>The owner of a handle in the text that this thread reads.</summary>
    /// <exception cref="JsonException">It is no handle.</exception>
    internal static RustHandle Read(ref Utf8JsonReader reader)
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
