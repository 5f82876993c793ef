using System.Buffers;
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

    /// <summary>Copies an output as it is, and returns its length in bytes.</summary>
    /// <exception cref="RustException">The reply is an error.</exception>
    internal static int CopyTo(RustString reply, IBufferWriter<byte> output) =>
        reply.IsInvalid
            ? throw RustException.ReplyMissing()
            : reply.Read(output, static (json, output) => CopyTo(json, output));

    /// <inheritdoc cref="CopyTo(RustString, IBufferWriter{byte})"/>
    internal static int CopyTo(ReadOnlySpan<byte> json, IBufferWriter<byte> output)
    {
        ThrowIfError(json);
        output.Write(json);
        return json.Length;
    }

    /// <exception cref="RustException">The reply is an error, or does not fit <typeparamref name="TOutput"/>.</exception>
    internal static TOutput Parse<TOutput>(ReadOnlySpan<byte> json, JsonTypeInfo<TOutput> output)
    {
        ThrowIfError(json);
        try
        {
            // Null only where Rust says so, as of an Option: the caller's type is to allow it then.
            return JsonSerializer.Deserialize(json, output)!;
        }
        catch (JsonException exception)
        {
            throw RustException.ReplyUnreadable(exception);
        }
    }

    private static void ThrowIfError(ReadOnlySpan<byte> json)
    {
        if (json.StartsWith(ErrorPrefix))
        {
            throw RustException.FromReply(ReadError(json));
        }
    }

    private static ErrorDetail ReadError(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, RustJson.Default.ErrorReply)!.Error;
        }
        catch (JsonException exception)
        {
            throw RustException.ReplyUnreadable(exception);
        }
    }
}
