namespace RustInterop.Crossing;

/// <summary>What Rust replies in place of an output: always with <c>{"error":{</c> as its first bytes.</summary>
// Mirrors native/src/boundary/error.rs
internal sealed record ErrorReply(ErrorDetail Error);

/// <summary>The one member of an <see cref="ErrorReply"/>.</summary>
// Mirrors native/src/boundary/error.rs
internal sealed record ErrorDetail(
    RustErrorKind Kind,
    string Message,
    string? Path = null,
    int? Line = null,
    int? Column = null,
    string? Location = null);
