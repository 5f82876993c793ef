using System.Text.Json;
using System.Text.Json.Serialization;
using RustInterop.Crossing;

namespace RustInterop.Bindings;

/// <summary>An object of Rust, which is its handle in JSON.</summary>
internal sealed class ObjectConverter<T>(Func<RustObjectHandle, T> create) : JsonConverter<T>
    where T : RustObject
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetUInt64(out ulong number))
        {
            throw new JsonException("expected a handle");
        }

        RustObjectHandle handle = new(ReceivedHandles.Library, number);
        ReceivedHandles.Add(handle);
        return create(handle);
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Cross());
}
