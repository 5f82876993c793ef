using System.Text.Json;
using System.Text.Json.Serialization;

namespace RustInterop.Crossing;

/// <summary>Reads and writes an enum value by its name in snake_case.</summary>
internal sealed class SnakeCaseEnumConverter<T> : JsonConverter<T>
    where T : struct, Enum
{
    private static readonly EnumNames<T> Names = new(
        [.. Enum.GetValues<T>().Select(value => (value, JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString())))]);

    internal static bool IsDefined(T value) => Names.Contains(value);

    /// <exception cref="JsonException"><paramref name="value"/> is not a value of the enum.</exception>
    internal static string NameOf(T value) => Names.Of(value).Value;

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Names.Read(ref reader);

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(Names.Of(value));
}
