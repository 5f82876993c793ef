using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace RustInterop.Native;

/// <summary>Reads what a procedure returned, straight from Rust's memory.</summary>
internal static class Reply
{
    private static ReadOnlySpan<byte> ErrorPrefix => "{\"error\":{"u8;

    /// <exception cref="RustException">The reply is an error, or does not fit <typeparamref name="TOutput"/>.</exception>
    internal static TOutput Read<TOutput>(RustString reply, JsonTypeInfo<TOutput> output) =>
        reply.IsInvalid
            ? throw RustException.ReplyMissing()
            : reply.Read(output, static (json, output) => Parse(json, output));

    /// <inheritdoc cref="Read"/>
    internal static TOutput Parse<TOutput>(ReadOnlySpan<byte> json, JsonTypeInfo<TOutput> output)
    {
        try
        {
            if (json.StartsWith(ErrorPrefix))
            {
                throw RustException.FromReply(NotNull(JsonSerializer.Deserialize(json, RustJson.Default.ErrorReply)).Error);
            }

            return NotNull(JsonSerializer.Deserialize(json, output));
        }
        catch (JsonException exception)
        {
            throw RustException.ReplyUnreadable(exception);
        }
    }

    private static T NotNull<T>(T? value) => value ?? throw new JsonException("the reply is null");
}
