using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RustInterop.Crossing;

/// <summary>
/// Reads and writes an enum value as the exact snake_case name that Rust uses, never as a number, a list or another spelling.
/// </summary>
internal sealed class SnakeCaseEnumConverter<T> : JsonConverter<T>
    where T : struct, Enum
{
    private static readonly FrozenDictionary<T, string> Names = Enum.GetValues<T>().ToFrozenDictionary(
        value => value, value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));

    private static readonly (byte[] Name, T Value)[] Values =
        [.. Names.Select(name => (Encoding.UTF8.GetBytes(name.Value), name.Key))];

    internal static bool IsDefined(T value) => Names.ContainsKey(value);

    /// <exception cref="JsonException"><paramref name="value"/> is not a value of the enum.</exception>
    internal static string NameOf(T value) =>
        Names.TryGetValue(value, out string? name) ? name : throw new JsonException($"{value} is not a value of {typeof(T).Name}");

    /// <exception cref="JsonException">The JSON is not a value of the enum.</exception>
    internal static T Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            foreach ((byte[] name, T value) in Values)
            {
                if (reader.ValueTextEquals(name))
                {
                    return value;
                }
            }
        }

        throw new JsonException($"expected one of \"{string.Join("\", \"", Names.Values)}\"");
    }

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Read(ref reader);

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(NameOf(value));
}
