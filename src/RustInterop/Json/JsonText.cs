using System.Text;
using System.Text.Json;

namespace RustInterop;

/// <summary>Texts that are never null.</summary>
internal static class JsonText
{
    /// <exception cref="JsonException">It is no text.</exception>
    internal static string ReadText(this ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw new JsonException("expected a text");

    /// <exception cref="JsonException">The text is null.</exception>
    internal static void WriteText(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, string text) =>
        writer.WriteString(name, text ?? throw new JsonException($"{Encoding.UTF8.GetString(name)} must not be null"));
}
