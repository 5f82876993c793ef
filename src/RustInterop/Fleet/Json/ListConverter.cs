using System.Text.Json;
using System.Text.Json.Serialization;

namespace RustInterop.Fleet.Json;

/// <summary>A list without null elements, which the type alone does not rule out.</summary>
internal sealed class ListConverter<T> : JsonConverter<IReadOnlyList<T>>
    where T : class
{
    public override IReadOnlyList<T> Read(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Read(ref reader, ConverterOf(options), options);

    internal static IReadOnlyList<T> Read(
        ref Utf8JsonReader reader, JsonConverter<T> element, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("expected a list");
        }

        List<T>? list = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            list ??= [];
            list.Add(reader.TokenType == JsonTokenType.Null
                ? throw NullElement(list.Count)
                : element.Read(ref reader, typeof(T), options)!);
        }

        return list ?? (IReadOnlyList<T>)[];
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<T> value, JsonSerializerOptions options) =>
        Write(writer, value, ConverterOf(options), options);

    internal static void Write(
        Utf8JsonWriter writer, IReadOnlyList<T> value, JsonConverter<T> element, JsonSerializerOptions options)
    {
        if (value is null)
        {
            throw new JsonException("a list is null");
        }

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
