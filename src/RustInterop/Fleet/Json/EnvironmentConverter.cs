using System.Text.Json;
using System.Text.Json.Serialization;
using RustInterop.Crossing;

namespace RustInterop.Fleet.Json;

/// <summary>The variables of an environment, by name, each once. No exception has a name or a value: either may be a secret.</summary>
internal sealed class EnvironmentConverter : JsonConverter<IReadOnlyDictionary<string, string>>
{
    public override IReadOnlyDictionary<string, string> Read(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("expected an object of texts");
        }

        Dictionary<string, string> environment = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string name = reader.GetString()!;
            reader.Read();
            if (!environment.TryAdd(name, reader.ReadText()))
            {
                throw new JsonException("a variable is there twice");
            }
        }

        return environment;
    }

    public override void Write(
        Utf8JsonWriter writer, IReadOnlyDictionary<string, string> value, JsonSerializerOptions options) =>
        WriteTo(writer, value);

    /// <exception cref="JsonException">A variable is null.</exception>
    internal static void WriteTo(Utf8JsonWriter writer, IReadOnlyDictionary<string, string> environment)
    {
        writer.WriteStartObject();
        foreach ((string name, string value) in environment)
        {
            writer.WriteString(name, value ?? throw new JsonException("a variable of the environment is null"));
        }

        writer.WriteEndObject();
    }
}
