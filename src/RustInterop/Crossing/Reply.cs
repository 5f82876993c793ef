using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace RustInterop.Crossing;

/// <summary>Reads what a procedure returned, straight from Rust's memory.</summary>
internal static class Reply
{
    /// <summary>Returns the output; or the error, if the reply is one or does not fit <typeparamref name="TOutput"/>.</summary>
    /// <param name="reply">The reply.</param>
    /// <param name="output">What it is read as.</param>
    /// <param name="error">What an error's value is read as.</param>
    /// <param name="cause">The exception that led to an error, if one did.</param>
    internal static Answer<TOutput> Read<TOutput>(
        in RustString reply, JsonTypeInfo<TOutput> output, ErrorType? error = null, Exception? cause = null) =>
        reply.IsNull ? new(ReplyErrors.Missing()) : Read(reply.Text, output, error, cause);

    /// <inheritdoc cref="Read{TOutput}(in RustString, JsonTypeInfo{TOutput}, ErrorType?, Exception?)"/>
    internal static Answer<TOutput> Read<TOutput>(
        in RustText text, JsonTypeInfo<TOutput> output, ErrorType? error = null, Exception? cause = null)
    {
        using ReceivedHandles handles = new(text.Library);
        Answer<TOutput> answer = Parse(text.Utf8, output, error, cause);
        if (answer.Error is not { Kind: RustErrorKind.InvalidReply })
        {
            handles.Keep(text.Address);
        }

        return answer;
    }

    /// <inheritdoc cref="Read{TOutput}(in RustString, JsonTypeInfo{TOutput}, ErrorType?, Exception?)"/>
    [SuppressMessage(
        "Design",
        "CA1031:Do not catch general exception types",
        Justification = "Whatever the reason, the reply does not fit the type. The caller gets it as the inner exception.")]
    internal static Answer<TOutput> Parse<TOutput>(
        ReadOnlySpan<byte> json, JsonTypeInfo<TOutput> output, ErrorType? error = null, Exception? cause = null)
    {
        if (ErrorReply.Is(json))
        {
            return new(ReadError(json, error, cause));
        }

        try
        {
            // Null only if Rust returned it, for an Option. The caller's type must allow it then.
            return new(JsonSerializer.Deserialize(json, output)!);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Besides JsonException: what System.Text.Json throws for a type that it cannot read, and what constructors throw.
            return new(ReplyErrors.Unreadable(exception));
        }
    }

    /// <summary>Copies an output unchanged. Returns its length in bytes; or the error, if the reply is one.</summary>
    internal static Answer<int> CopyTo(in RustString reply, IBufferWriter<byte> output) =>
        reply.IsNull ? new(ReplyErrors.Missing()) : CopyTo(reply.Text.Utf8, output);

    /// <inheritdoc cref="CopyTo(in RustString, IBufferWriter{byte})"/>
    internal static Answer<int> CopyTo(ReadOnlySpan<byte> json, IBufferWriter<byte> output)
    {
        if (ErrorReply.Is(json))
        {
            return new(ReadError(json, type: null, cause: null));
        }

        output.Write(json);
        return new(json.Length);
    }

    private static RustException ReadError(ReadOnlySpan<byte> json, ErrorType? type, Exception? cause)
    {
        try
        {
            ErrorDetail error = ErrorReply.Read(json);
            return type is not null && error.HasValue ? type.Read(error, cause) : ReplyErrors.Reported(error, cause);
        }
        catch (JsonException exception)
        {
            return ReplyErrors.Unreadable(exception);
        }
    }
}
