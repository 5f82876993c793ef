using System.Text.Json;
using System.Text.Json.Serialization;
using RustInterop.Crossing;

namespace RustInterop.Fleet.Json;

/// <summary>Values by host, each host once. Refuses null values, which the C# type does not forbid.</summary>
internal sealed class ByHostConverter<T> : JsonConverter<IReadOnlyDictionary<string, T>>
    where T : class
{
    public override IReadOnlyDictionary<string, T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("expected an object with hosts");
        }

        Dictionary<string, T> values = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string host = reader.GetString()!;
            reader.Read();
            T value = JsonSerializer.Deserialize(ref reader, options.TypeOf<T>()) ?? throw NullValue();
            if (!values.TryAdd(host, value))
            {
                throw new JsonException("a host occurs twice");
            }
        }

        return values;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyDictionary<string, T> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach ((string host, T ofHost) in value)
        {
            writer.WritePropertyName(host);
            JsonSerializer.Serialize(writer, ofHost ?? throw NullValue(), options.TypeOf<T>());
        }

        writer.WriteEndObject();
    }

    private static JsonException NullValue() => new("the value of a host is null");
}
