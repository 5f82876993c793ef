using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using RustInterop.Crossing;

namespace RustInterop.Bindings;

/// <summary>A value within one whose converter is not System.Text.Json's own.</summary>
internal static class Nested
{
    /// <summary>Reads the value.</summary>
    /// <param name="reader">On its first token; afterwards on its last.</param>
    /// <param name="place">Where it is within the outer value, such as <c>between</c> or <c>[1]</c>.</param>
    /// <param name="options">The types.</param>
    /// <exception cref="NestedJsonException">It does not fit.</exception>
    internal static T Read<T>(ref Utf8JsonReader reader, string place, JsonSerializerOptions options)
    {
        try
        {
            return JsonSerializer.Deserialize(ref reader, options.TypeInfoOf<T>())!;
        }
        catch (JsonException exception)
        {
            throw new NestedJsonException(place, exception);
        }
    }

    internal static void Write<T>(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value, options.TypeInfoOf<T>());

    /// <summary>Reads an object whose members do not belong together.</summary>
    internal static JsonElement ReadObject(ref Utf8JsonReader reader, JsonSerializerOptions options)
    {
        JsonElement element = Read<JsonElement>(ref reader, "", options);
        return element.ValueKind == JsonValueKind.Object ? element : throw new JsonException("expected an object");
    }

    /// <summary>The JSON of an object with some members.</summary>
    internal static byte[] ObjectOf(IEnumerable<JsonProperty> members)
    {
        ArrayBufferWriter<byte> bytes = new();
        using Utf8JsonWriter writer = new(bytes);
        writer.WriteStartObject();
        foreach (JsonProperty member in members)
        {
            member.WriteTo(writer);
        }

        writer.WriteEndObject();
        writer.Flush();
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Writes the members of a value that is an object or null in JSON.</summary>
    internal static void WriteMembers<T>(Utf8JsonWriter writer, T value, JsonTypeInfo<T> type)
    {
        using JsonDocument document = JsonSerializer.SerializeToDocument(value, type);
        if (document.RootElement.ValueKind == JsonValueKind.Null)
        {
            return;
        }

        foreach (JsonProperty member in document.RootElement.EnumerateObject())
        {
            member.WriteTo(writer);
        }
    }
}
