using System.Text.Json;
using System.Text.Json.Serialization;

namespace RustInterop.Bindings;

/// <summary>An object of Rust, which is its handle in JSON.</summary>
internal sealed class ObjectConverter<T>(Func<RustHandle, T> create) : JsonConverter<T>
    where T : RustObject
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        create(reader.ReadHandle());

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Cross());
}
