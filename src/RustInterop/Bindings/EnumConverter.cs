using System.Text.Json;
using System.Text.Json.Serialization;

namespace RustInterop.Bindings;

/// <summary>Reads and writes an enum value by its name, as a member's value or as a map's key.</summary>
internal sealed class EnumConverter<T>((T Value, string Name)[] names) : JsonConverter<T>
    where T : struct, Enum
{
    private readonly EnumNames<T> _names = new(names);

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => _names.Read(ref reader);

    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => _names.Read(ref reader);

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(_names.Of(value));

    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WritePropertyName(_names.Of(value));
}
