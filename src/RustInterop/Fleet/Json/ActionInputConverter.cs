using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace RustInterop.Fleet.Json;

/// <summary>
/// A text if the bytes are UTF-8, otherwise an object with the bytes in Base64. No exception contains any of it, because it may be
/// a secret. Mirrors native/fleet/src/action_input.rs.
/// </summary>
internal sealed class ActionInputConverter : JsonConverter<ActionInput>
{
    private static readonly JsonEncodedText Base64 = JsonEncodedText.Encode("base64");

    public override ActionInput Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
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

    public override void Write(Utf8JsonWriter writer, ActionInput value, JsonSerializerOptions options)
    {
        if (Utf8.IsValid(value.Bytes.Span))
        {
            writer.WriteStringValue(value.Bytes.Span);
            return;
        }

        writer.WriteStartObject();
        writer.WriteBase64String(Base64, value.Bytes.Span);
        writer.WriteEndObject();
    }
}
