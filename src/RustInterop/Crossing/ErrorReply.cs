using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace RustInterop.Crossing;

/// <summary>What Rust replies instead of an output. It always begins with <c>{"error":{</c>.</summary>
// Mirrors native/interop/src/boundary/error.rs
internal sealed record ErrorReply(ErrorDetail Error)
{
    internal static JsonTypeInfo<ErrorReply> Json { get; } = StrictJson.OptionsOf(ErrorJson.Default).TypeOf<ErrorReply>();
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
    internal bool HasValue => Value.ValueKind != JsonValueKind.Undefined;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    // The value is the procedure's own. Neither its depth nor a repeated member in it may cost the message.
    MaxDepth = int.MaxValue,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(SnakeCaseEnumConverter<RustErrorKind>)])]
[JsonSerializable(typeof(ErrorReply))]
internal sealed partial class ErrorJson : JsonSerializerContext;
