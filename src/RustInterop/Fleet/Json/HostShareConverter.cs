using System.Text.Json;
using System.Text.Json.Serialization;

namespace RustInterop.Fleet.Json;

/// <summary>A <see cref="HostShare"/> as a JSON number, or as a text such as <c>"25%"</c>.</summary>
internal sealed class HostShareConverter : JsonConverter<HostShare>
{
    public override HostShare Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType switch
        {
            JsonTokenType.Number when reader.TryGetInt32(out int count) && count >= 0 => count,
            JsonTokenType.String when HostShare.ParsePercent(reader.GetString()!) is { } percentage => percentage,
            _ => throw new JsonException("expected a whole number of hosts, or a percentage from \"0%\" to \"100%\""),
        };

    public override void Write(Utf8JsonWriter writer, HostShare value, JsonSerializerOptions options)
    {
        if (value.IsPercent)
        {
            writer.WriteStringValue(value.ToString());
        }
        else
        {
            writer.WriteNumberValue(value.Value);
        }
    }
}
