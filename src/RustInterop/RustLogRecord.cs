namespace RustInterop;

/// <summary>What Rust code has logged with one of the macros of the crate <c>log</c>.</summary>
public sealed class RustLogRecord
{
    /// <summary>How important it is.</summary>
    public required RustLogLevel Level { get; init; }

    /// <summary>What the macro says as <c>target:</c>; the path of the module otherwise, such as <c>acme_text::parser</c>.</summary>
    public required string Target { get; init; }

    /// <summary>
    /// The text. If a value in it could not be formatted, the text ends there, with the reason in brackets.
    /// </summary>
    public required string Message { get; init; }

    /// <summary>The path of the module that has the macro, such as <c>acme_text::parser</c>.</summary>
    public string? ModulePath { get; init; }

    /// <summary>The file that has the macro, as it was named to the compiler.</summary>
    public string? File { get; init; }

    /// <summary>The line of the macro in <see cref="File"/>.</summary>
    public int? Line { get; init; }

    /// <summary>
    /// The key-values of the record, in its order, if the library is built with the feature <c>log-key-values</c> of
    /// <c>rust-interop</c>. A value is a <see cref="bool"/>, a <see cref="long"/>, a <see cref="ulong"/> that no
    /// <see cref="long"/> can hold, a <see cref="double"/>, or a <see cref="string"/>.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, object?>> KeyValues { get; init; } = [];

    /// <summary>The message.</summary>
    public override string ToString() => Message;
}
