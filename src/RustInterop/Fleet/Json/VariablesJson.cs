using System.Text.Json;

namespace RustInterop.Fleet.Json;

/// <summary>
/// Environment variables by name, each once. No exception contains a name or a value, because either may be a secret.
/// </summary>
internal static class VariablesJson
{
    /// <exception cref="JsonException">It is no object of texts, or has a variable twice.</exception>
    internal static IReadOnlyDictionary<string, string> Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("expected an object of strings");
        }

        Dictionary<string, string> variables = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string name = reader.GetString()!;
            reader.Read();
            string value = reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw new JsonException("expected a string");
            if (!variables.TryAdd(name, value))
            {
                throw new JsonException("a variable occurs twice");
            }
        }

        return variables;
    }

    /// <exception cref="JsonException">The value of a variable is null.</exception>
    internal static void Write(Utf8JsonWriter writer, string member, IReadOnlyDictionary<string, string> variables)
    {
        writer.WriteStartObject(member);
        foreach ((string name, string value) in variables)
        {
            writer.WriteString(name, value ?? throw new JsonException("a variable of the environment is null"));
        }

        writer.WriteEndObject();
    }
}
