using System.Text.Json;

namespace RustInterop.Fleet.Json;

/// <summary>A <see cref="TimeSpan"/> as a JSON number of seconds, exact to its tick of 100 ns.</summary>
internal static class SecondsJson
{
    /// <exception cref="JsonException">It is no number, or more seconds than a <see cref="TimeSpan"/> can hold.</exception>
    internal static TimeSpan Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.Number
            || !reader.TryGetDecimal(out decimal seconds)
            || Math.Abs(seconds) > (decimal)long.MaxValue / TimeSpan.TicksPerSecond)
        {
            throw new JsonException("expected a number of seconds that a TimeSpan can hold");
        }

        return TimeSpan.FromTicks((long)decimal.Round(seconds * TimeSpan.TicksPerSecond));
    }

    internal static void Write(Utf8JsonWriter writer, string member, TimeSpan value)
    {
        (long seconds, long rest) = Math.DivRem(value.Ticks, TimeSpan.TicksPerSecond);
        if (rest == 0)
        {
            writer.WriteNumber(member, seconds);
        }
        else
        {
            // Decimal, because a double cannot represent most ticks exactly.
            writer.WriteNumber(member, (decimal)value.Ticks / TimeSpan.TicksPerSecond);
        }
    }
}
