using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RustInterop.Crossing;

/// <summary>A converter that can read without the serialiser around it, which takes its time with a small text too.</summary>
internal abstract class StandaloneConverter<T> : JsonConverter<T>
{
    /// <summary>Reads a whole text. False where it is no such value: the serialiser can say where it is not.</summary>
    internal bool TryRead(ReadOnlySpan<byte> json, JsonSerializerOptions options, [MaybeNullWhen(false)] out T value)
    {
        Utf8JsonReader reader = new(json);
        try
        {
            reader.Read();
            value = Read(ref reader, typeof(T), options);
            // What follows would throw.
            reader.Read();
            return value is not null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            value = default;
            return false;
        }
    }
}
