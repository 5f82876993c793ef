using System.Text.Json;
using RustInterop.Crossing;

namespace RustInterop.Fleet.Json;

/// <summary>Values by host, each host once. None may be null, which the C# type does not forbid.</summary>
internal static class ByHostJson
{
    /// <exception cref="JsonException">It is no object, has a host twice, or a value does not fit.</exception>
    internal static IReadOnlyDictionary<string, T> Read<T>(ref Utf8JsonReader reader, JsonReading<T> readValue)
        where T : class
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
            if (!values.TryAdd(host, readValue(ref reader)))
            {
                throw new JsonException("a host occurs twice");
            }
        }

        return values;
    }

    /// <exception cref="JsonException">A value is null, or contains null.</exception>
    internal static void Write<T>(
        Utf8JsonWriter writer, string member, IReadOnlyDictionary<string, T> values, Action<Utf8JsonWriter, string, T> writeValue)
        where T : class
    {
        writer.WriteStartObject(member);
        foreach ((string host, T value) in values)
        {
            writeValue(writer, host, value ?? throw new JsonException("the value of a host is null"));
        }

        writer.WriteEndObject();
    }
}
