using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RustInterop.Bindings;

/// <summary>Reads and writes an enum value as the exact name that Rust uses, never as a number, a list or another spelling.</summary>
internal sealed class EnumConverter<T> : JsonConverter<T>
    where T : struct, Enum
{
    private readonly (byte[] Utf8, T Value)[] _values;
    private readonly FrozenDictionary<T, JsonEncodedText> _names;

    internal EnumConverter((T Value, string Name)[] names)
    {
        _values = [.. names.Select(name => (Encoding.UTF8.GetBytes(name.Name), name.Value))];
        _names = names.ToFrozenDictionary(name => name.Value, name => JsonEncodedText.Encode(name.Name));
    }

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? Find(ref reader) : throw Unexpected();

    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Find(ref reader);

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(NameOf(value));

    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WritePropertyName(NameOf(value));

    private T Find(ref Utf8JsonReader reader)
    {
        foreach ((byte[] utf8, T value) in _values)
        {
            if (reader.ValueTextEquals(utf8))
            {
                return value;
            }
        }

        throw Unexpected();
    }

    private JsonEncodedText NameOf(T value) =>
        _names.TryGetValue(value, out JsonEncodedText name) ? name : throw new JsonException($"{value} is not a value of {typeof(T).Name}");

    private JsonException Unexpected() =>
        new($"expected one of \"{string.Join("\", \"", _values.Select(value => Encoding.UTF8.GetString(value.Utf8)))}\"");
}
