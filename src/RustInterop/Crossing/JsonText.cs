using System.Text;
using System.Text.Json;

namespace RustInterop.Crossing;

/// <summary>Texts that are never null, and what is said of a member that is.</summary>
internal static class JsonText
{
    /// <exception cref="JsonException">It is no text.</exception>
    internal static string ReadText(this ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw new JsonException("expected a text");

    /// <exception cref="JsonException">The text is null.</exception>
    internal static void WriteText(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, string text) =>
        writer.WriteString(name, text ?? throw NullMember(name));

    internal static JsonException NullMember(ReadOnlySpan<byte> name) => new($"{Encoding.UTF8.GetString(name)} must not be null");
}
