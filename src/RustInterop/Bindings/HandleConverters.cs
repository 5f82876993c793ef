using System.Text.Json;
using System.Text.Json.Serialization;
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

/// <summary>An object of Rust, which is its handle in JSON.</summary>
internal sealed class ObjectConverter<T>(Func<RustHandle, T> create) : JsonConverter<T>
    where T : RustObject
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        create(reader.ReadHandle());

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Cross());
}

/// <summary>Bytes, which are their handle in JSON.</summary>
internal sealed class BytesConverter : JsonConverter<RustBytes>
{
    public override RustBytes Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        RustHandle handle = reader.ReadHandle();
        nint address = handle.Library.Bytes(handle.Number, out nuint length);
        return address == 0 ? throw new JsonException("expected the handle of bytes")
            : length > int.MaxValue ? throw new JsonException($"{length} bytes are more than a span can have")
            : new(handle, address, (int)length);
    }

    public override void Write(Utf8JsonWriter writer, RustBytes value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Cross());
}

/// <summary>Bytes that a method lends to Rust.</summary>
internal sealed class LentBytesConverter : JsonConverter<LentBytes>
{
    public override LentBytes Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Rust lends nothing.");

    public override void Write(Utf8JsonWriter writer, LentBytes value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Cross());
}
