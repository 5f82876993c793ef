using System.Text.Json;
using System.Text.Json.Serialization;

namespace RustInterop.Bindings;

/// <summary>A number of seconds and nanoseconds, as serde writes Rust's times.</summary>
internal static class Seconds
{
    internal const int NanosecondsPerTick = 100;

    /// <exception cref="JsonException">It is more than <typeparamref name="T"/> can hold.</exception>
    internal static long ToTicks<T>(ulong seconds, uint nanoseconds, UInt128 most)
        where T : struct
    {
        UInt128 ticks = ((UInt128)seconds * TimeSpan.TicksPerSecond) + (nanoseconds / NanosecondsPerTick);
        return ticks <= most ? (long)ticks : throw new JsonException($"{seconds} seconds are more than a {typeof(T).Name} can hold");
    }
}

/// <summary>Seconds in an object.</summary>
internal abstract class SecondsConverter<T>(string secondsName, string nanosecondsName) : JsonConverter<T>
    where T : struct
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        ulong? seconds = null;
        uint? nanoseconds = null;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw Unexpected();
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (seconds is null && reader.ValueTextEquals(secondsName))
            {
                reader.Read();
                seconds = reader.GetUInt64();
            }
            else if (nanoseconds is null && reader.ValueTextEquals(nanosecondsName))
            {
                reader.Read();
                nanoseconds = reader.GetUInt32();
            }
            else
            {
                throw Unexpected();
            }
        }

        return FromTicks(Seconds.ToTicks<T>(seconds ?? throw Unexpected(), nanoseconds ?? throw Unexpected(), MaxTicks));
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        long ticks = ToTicks(value);
        if (ticks < 0)
        {
            throw new JsonException($"{value} is less than Rust's type can hold");
        }

        writer.WriteStartObject();
        writer.WriteNumber(secondsName, ticks / TimeSpan.TicksPerSecond);
        writer.WriteNumber(nanosecondsName, ticks % TimeSpan.TicksPerSecond * Seconds.NanosecondsPerTick);
        writer.WriteEndObject();
    }

    private protected abstract UInt128 MaxTicks { get; }

    private protected abstract T FromTicks(long ticks);

    private protected abstract long ToTicks(T value);

    private JsonException Unexpected() => new($"expected an object with {secondsName} and {nanosecondsName}");
}

/// <summary>Rust's <c>Duration</c>. What is smaller than .NET's 100 nanoseconds is cut off.</summary>
internal sealed class DurationConverter() : SecondsConverter<TimeSpan>("secs", "nanos")
{
    internal static UInt128 Most => (UInt128)TimeSpan.MaxValue.Ticks;

    private protected override UInt128 MaxTicks => Most;

    private protected override TimeSpan FromTicks(long ticks) => new(ticks);

    private protected override long ToTicks(TimeSpan value) => value.Ticks;
}

/// <summary>Rust's <c>SystemTime</c>, which serde counts from 1970. What is smaller than .NET's 100 nanoseconds is cut off.</summary>
internal sealed class SystemTimeConverter() : SecondsConverter<DateTimeOffset>("secs_since_epoch", "nanos_since_epoch")
{
    internal static UInt128 Most => (UInt128)(DateTimeOffset.MaxValue - DateTimeOffset.UnixEpoch).Ticks;

    private protected override UInt128 MaxTicks => Most;

    /// <summary>The converter for a time, or for one that may be null.</summary>
    internal static JsonConverter For<T>() => typeof(T) == typeof(DateTimeOffset) ? new SystemTimeConverter() : new NullableSystemTimeConverter();

    private protected override DateTimeOffset FromTicks(long ticks) => DateTimeOffset.UnixEpoch.AddTicks(ticks);

    private protected override long ToTicks(DateTimeOffset value) => (value - DateTimeOffset.UnixEpoch).Ticks;
}

internal sealed class NullableSystemTimeConverter : JsonConverter<DateTimeOffset?>
{
    private static readonly SystemTimeConverter s_inner = new();

    public override DateTimeOffset? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? null : s_inner.Read(ref reader, typeof(DateTimeOffset), options);

    public override void Write(Utf8JsonWriter writer, DateTimeOffset? value, JsonSerializerOptions options)
    {
        if (value is { } time)
        {
            s_inner.Write(writer, time, options);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
