using System.Text.Json;
using System.Text.Json.Serialization;

namespace RustInterop.Fleet.Json;

/// <summary>A <see cref="TimeSpan"/> as a JSON number of seconds, exact to its tick of 100 ns.</summary>
internal sealed class SecondsConverter : JsonConverter<TimeSpan>
{
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.Number
            || !reader.TryGetDecimal(out decimal seconds)
            || Math.Abs(seconds) > (decimal)long.MaxValue / TimeSpan.TicksPerSecond)
        {
            throw NotSeconds();
        }

        return TimeSpan.FromTicks((long)decimal.Round(seconds * TimeSpan.TicksPerSecond));
    }

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options)
    {
        (long seconds, long rest) = Math.DivRem(value.Ticks, TimeSpan.TicksPerSecond);
        if (rest == 0)
        {
            writer.WriteNumberValue(seconds);
        }
        else
        {
            // Decimal, because a double cannot represent most ticks exactly.
            writer.WriteNumberValue((decimal)value.Ticks / TimeSpan.TicksPerSecond);
        }
    }

    private static JsonException NotSeconds() => new("expected a number of seconds that a TimeSpan can hold");
}
