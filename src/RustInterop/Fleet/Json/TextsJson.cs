using System.Text.Json;

namespace RustInterop.Fleet.Json;

/// <summary>A text, and a list of texts. None may be null, which the C# type of a list does not forbid.</summary>
internal static class TextsJson
{
    /// <exception cref="JsonException">It is no list of texts.</exception>
    internal static IReadOnlyList<string> Read(ref Utf8JsonReader reader)
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

    /// <exception cref="JsonException">The text is null.</exception>
    internal static void Write(Utf8JsonWriter writer, string member, string text) =>
        writer.WriteString(member, text ?? throw new JsonException($"{member} must not be null"));

    /// <exception cref="JsonException">The list is null, or an element of it.</exception>
    internal static void Write(Utf8JsonWriter writer, string member, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(member);
        for (int index = 0; index < (texts ?? throw new JsonException($"{member} must not be null")).Count; index++)
        {
            writer.WriteStringValue(texts[index] ?? throw NullElement(index));
        }

        writer.WriteEndArray();
    }

    private static JsonException NullElement(int index) => new($"element {index} of a list is null");
}
