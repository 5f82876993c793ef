using System.Text.Json;

namespace RustInterop.Crossing;

/// <summary>What Rust replies instead of an output. It always begins with <c>{"error":{</c>.</summary>
// Mirrors native/interop/src/boundary/error.rs
internal static class ErrorReply
{
    private static readonly RecordMembers Members = new("error");

    // The value is the procedure's own. Its depth may not cost the message.
    private static readonly JsonReaderOptions Options = new() { MaxDepth = int.MaxValue };

    internal static bool Is(ReadOnlySpan<byte> json) => json.StartsWith("{\"error\":{"u8);

    /// <exception cref="JsonException">It does not fit.</exception>
    internal static ErrorDetail Read(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json, Options);
        reader.Read();
        ErrorDetail error = Members.ReadOne(ref reader, ErrorDetail.Read);
        reader.Read();
        return error;
    }
}

/// <summary>The one member of an <see cref="ErrorReply"/>.</summary>
// Mirrors native/interop/src/boundary/error.rs, and Failure in reply.rs
internal sealed record ErrorDetail(
    RustErrorKind Kind,
    string Message,
    string? Path = null,
    int? Line = null,
    int? Column = null,
    string? Location = null,
    string? Backtrace = null,
    JsonElement Value = default)
{
    private static readonly RecordMembers Members = new(
        "kind", "message", "path?", "line?", "column?", "location?", "backtrace?", "value?")
    {
        Nullable = "value",
    };

    private static readonly SnakeCaseEnum Kinds = new(typeof(RustErrorKind));

    internal bool HasValue => Value.ValueKind != JsonValueKind.Undefined;

    internal static ErrorDetail Read(ref Utf8JsonReader reader)
    {
        ErrorDetail error = new(RustErrorKind.Failed, "");
        RecordMembers.Reading members = Members.Begin(ref reader);
        try
        {
            while (members.Next(ref reader) is { } member)
            {
                error = member switch
                {
                    "kind" => error with { Kind = (RustErrorKind)Kinds.Read(ref reader) },
                    "message" => error with { Message = reader.GetString()! },
                    "path" => error with { Path = reader.GetString() },
                    "line" => error with { Line = reader.GetInt32() },
                    "column" => error with { Column = reader.GetInt32() },
                    "location" => error with { Location = reader.GetString() },
                    "backtrace" => error with { Backtrace = reader.GetString() },
                    _ => error with { Value = JsonElement.ParseValue(ref reader) },
                };
            }
        }
        catch (Exception exception) when (RecordMembers.Reading.IsMisfit(exception))
        {
            throw members.Locate(exception);
        }

        return error;
    }
}
