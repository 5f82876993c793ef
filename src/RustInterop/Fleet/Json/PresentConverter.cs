using System.Text.Json;
using System.Text.Json.Serialization;

namespace RustInterop.Fleet.Json;

/// <summary>The value of a member that may be absent but, where it is there, not null.</summary>
internal sealed class PresentConverter<T> : JsonConverter<T?>
    where T : struct
{
    public override bool HandleNull => true;

    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null
            ? throw new JsonException("a member that is not set has to be left out, and must not be null")
            : ConverterOf(options).Read(ref reader, typeof(T), options);

    public override void Write(Utf8JsonWriter writer, T? value, JsonSerializerOptions options) =>
        ConverterOf(options).Write(
            writer, value ?? throw new JsonException("a member that is not set has to be left out"), options);

    private static JsonConverter<T> ConverterOf(JsonSerializerOptions options) =>
        (JsonConverter<T>)options.GetTypeInfo(typeof(T)).Converter;
}
