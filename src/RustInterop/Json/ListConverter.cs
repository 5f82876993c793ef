using System.Text.Json;
using System.Text.Json.Serialization;

namespace RustInterop;

/// <summary>A list without null elements, which the type alone does not rule out.</summary>
internal sealed class ListConverter<T> : JsonConverter<IReadOnlyList<T>>
    where T : class
{
    public override IReadOnlyList<T> Read(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("expected a list");
        }

        JsonConverter<T> element = ConverterOf(options);
        List<T> list = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            list.Add(reader.TokenType == JsonTokenType.Null
                ? throw NullElement(list.Count)
                : element.Read(ref reader, typeof(T), options)!);
        }

        return list;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<T> value, JsonSerializerOptions options)
    {
        JsonConverter<T> element = ConverterOf(options);
        writer.WriteStartArray();
        for (int index = 0; index < value.Count; index++)
        {
            element.Write(writer, value[index] ?? throw NullElement(index), options);
        }

        writer.WriteEndArray();
    }

    private static JsonConverter<T> ConverterOf(JsonSerializerOptions options) =>
        (JsonConverter<T>)options.GetTypeInfo(typeof(T)).Converter;

    private static JsonException NullElement(int index) => new($"the element {index} of a list is null");
}
