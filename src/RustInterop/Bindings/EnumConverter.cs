using System.Text.Json;
using System.Text.Json.Serialization;
using RustInterop.Crossing;

namespace RustInterop.Bindings;

/// <summary>Reads and writes an enum value by its name, as a member's value or as a map's key.</summary>
internal sealed class EnumConverter<T> : JsonConverter<T>
    where T : struct, Enum
{
    // No dictionary from value to name, because a process would compile one for each enum before its first call.
    private readonly T[] _values;
    private readonly EnumNames _names;

    internal EnumConverter((T Value, string Name)[] values)
    {
        _values = new T[values.Length];
        string[] names = new string[values.Length];
        for (int index = 0; index < values.Length; index++)
        {
            (_values[index], names[index]) = values[index];
        }

        _names = new(names);
    }

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => _values[_names.Read(ref reader)];

    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        _values[_names.Read(ref reader)];

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(NameOf(value));

    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WritePropertyName(NameOf(value));

    private ReadOnlySpan<byte> NameOf(T value)
    {
        for (int index = 0; index < _values.Length; index++)
        {
            if (EqualityComparer<T>.Default.Equals(_values[index], value))
            {
                return _names[index];
            }
        }

        throw new JsonException($"{value} is not a value of {typeof(T).Name}");
    }
}
