using System.Text.Json;
using System.Text.Unicode;

namespace RustInterop.Fleet.Json;

/// <summary>
/// A text if the bytes are UTF-8, otherwise an object with the bytes in Base64. No exception contains any of it, because it may be
/// a secret. Mirrors native/fleet/src/action_input.rs.
/// </summary>
internal static class ActionInputJson
{
    private static readonly JsonEncodedText Base64 = JsonEncodedText.Encode("base64");

    /// <exception cref="JsonException">It is neither.</exception>
    internal static ActionInput Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return new(reader.GetString()!);
        }

        if (reader.TokenType != JsonTokenType.StartObject
            || !reader.Read()
            || reader.TokenType != JsonTokenType.PropertyName
            || !reader.ValueTextEquals(Base64.EncodedUtf8Bytes)
            || !reader.Read()
            || reader.TokenType != JsonTokenType.String
            || !reader.TryGetBytesFromBase64(out byte[]? bytes)
            || !reader.Read()
            || reader.TokenType != JsonTokenType.EndObject)
        {
            throw new JsonException("expected a string, or an object with the member base64");
        }

        return new(bytes);
    }

    internal static void Write(Utf8JsonWriter writer, string member, ActionInput value)
    {
        if (Utf8.IsValid(value.Bytes.Span))
        {
            writer.WriteString(member, value.Bytes.Span);
            return;
        }

        writer.WriteStartObject(member);
        writer.WriteBase64String(Base64, value.Bytes.Span);
        writer.WriteEndObject();
    }
}
