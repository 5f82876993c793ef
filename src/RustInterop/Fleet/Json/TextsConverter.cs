using System.Text.Json;
using System.Text.Json.Serialization;

namespace RustInterop.Fleet.Json;

/// <summary>A list of strings. Refuses null elements, which the C# type does not forbid.</summary>
internal sealed class TextsConverter : JsonConverter<IReadOnlyList<string>>
{
    public override IReadOnlyList<string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("expected a list");
        }

        List<string>? texts = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            texts ??= [];
            texts.Add(reader.GetString() ?? throw NullElement(texts.Count));
        }

        return texts ?? (IReadOnlyList<string>)[];
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<string> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        for (int index = 0; index < value.Count; index++)
        {
            writer.WriteStringValue(value[index] ?? throw NullElement(index));
        }

        writer.WriteEndArray();
    }

    private static JsonException NullElement(int index) => new($"element {index} of a list is null");
}
