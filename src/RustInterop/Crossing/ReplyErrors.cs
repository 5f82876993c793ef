using System.Text.Json;

namespace RustInterop.Crossing;

/// <summary>The exceptions for replies that are not an output.</summary>
internal static class ReplyErrors
{
    internal static RustException Reported(ErrorDetail error, Exception? cause = null) =>
        error.Kind == RustErrorKind.Panicked
            ? new RustPanicException(MessageOf(error), cause!)
            {
                Path = error.Path,
                Line = error.Line,
                Column = error.Column,
                Location = error.Location,
                Backtrace = error.Backtrace,
            }
            : new RustException(MessageOf(error), cause!)
            {
                Kind = error.Kind,
                Path = error.Path,
                Line = error.Line,
                Column = error.Column,
                Value = error.HasValue ? error.Value : null,
            };

    internal static RustException<TError> Typed<TError>(ErrorDetail error, TError value, Exception? cause) =>
        new(MessageOf(error), value, cause)
        {
            Kind = error.Kind,
            Path = error.Path,
            Line = error.Line,
            Column = error.Column,
            Value = error.Value,
        };

    internal static RustException UnreadableValue(ErrorDetail error, Exception reason) =>
        new($"{MessageOf(error)} (the error's value does not fit the C# type: {reason.Message})", reason)
        {
            Kind = RustErrorKind.InvalidReply,
            Path = reason is JsonException place ? NestedJsonException.Join("error.value", NestedJsonException.PathOf(place)) : null,
            Value = error.Value,
        };

    internal static RustException Missing() =>
        new("The Rust function returned NULL instead of a reply.") { Kind = RustErrorKind.InvalidReply };

    internal static RustException TooLong(ArgumentException reason) =>
        new("The reply of the Rust function is longer than .NET can read.", reason)
        {
            Kind = RustErrorKind.InvalidReply,
        };

    internal static RustException Unreadable(Exception reason)
    {
        JsonException? place = reason as JsonException;
        return new($"The reply of the Rust function does not fit the C# type: {reason.Message}", reason)
        {
            Kind = RustErrorKind.InvalidReply,
            Path = place is not null && NestedJsonException.PathOf(place) is { Length: > 0 } path ? path : null,
            Line = (int?)place?.LineNumber + 1,
            Column = (int?)place?.BytePositionInLine + 1,
        };
    }

    // Logs often keep only the message, so it includes the place.
    private static string MessageOf(ErrorDetail error)
    {
        string message = error.Path is null ? error.Message : $"{error.Path}: {error.Message}";
        return error switch
        {
            { Location: not null } => $"{message} ({error.Location})",
            { Line: not null, Column: not null } => $"{message} (line {error.Line}, column {error.Column})",
            _ => message,
        };
    }
}
