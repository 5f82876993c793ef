using System.Text.Json;
using System.Text.Json.Serialization;

namespace RustInterop.Fleet.Json;

/// <summary>
/// Environment variables by name, each once. No exception contains a name or a value, because either may be a secret.
/// </summary>
internal sealed class EnvironmentConverter : JsonConverter<IReadOnlyDictionary<string, string>>
{
    public override IReadOnlyDictionary<string, string> Read(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("expected an object of strings");
        }

        Dictionary<string, string> environment = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string name = reader.GetString()!;
            reader.Read();
            string value = reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw new JsonException("expected a string");
            if (!environment.TryAdd(name, value))
            {
                throw new JsonException("a variable occurs twice");
            }
        }

        return environment;
    }

    public override void Write(
        Utf8JsonWriter writer, IReadOnlyDictionary<string, string> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach ((string name, string text) in value)
        {
            writer.WriteString(name, text ?? throw new JsonException("a variable of the environment is null"));
        }

        writer.WriteEndObject();
    }
}
