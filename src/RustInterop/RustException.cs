using System.Text.Json;
using RustInterop.Native;

namespace RustInterop;

/// <summary>An error that Rust reported.</summary>
public class RustException : Exception
{
    /// <summary>Creates an error of kind <see cref="RustErrorKind.Failed"/> with a general message.</summary>
    public RustException()
        : this("The Rust function failed.")
    {
    }

    /// <summary>Creates an error of kind <see cref="RustErrorKind.Failed"/>.</summary>
    /// <param name="message">What went wrong.</param>
    public RustException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an error of kind <see cref="RustErrorKind.Failed"/>.</summary>
    /// <param name="message">What went wrong.</param>
    /// <param name="innerException">Why it went wrong.</param>
    public RustException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>What kind of error it is.</summary>
    public RustErrorKind Kind { get; init; } = RustErrorKind.Failed;

    /// <summary>
    /// The member of the input at fault (of the reply where <see cref="Kind"/> is
    /// <see cref="RustErrorKind.InvalidReply"/>), by its JSON name, such as <c>host_list[1]</c>; <see langword="null"/>
    /// where none is, or where it is the input as a whole.
    /// </summary>
    public string? Path { get; init; }

    /// <summary>The line of that JSON, from 1; <see langword="null"/> where unknown.</summary>
    public int? Line { get; init; }

    /// <summary>The byte in that line, from 1; <see langword="null"/> where unknown.</summary>
    public int? Column { get; init; }

    internal static RustException FromReply(ErrorDetail error) =>
        error.Kind == RustErrorKind.Panicked
            ? new RustPanicException(MessageOf(error))
            {
                Path = error.Path,
                Line = error.Line,
                Column = error.Column,
                Location = error.Location,
            }
            : new RustException(MessageOf(error))
            {
                Kind = error.Kind,
                Path = error.Path,
                Line = error.Line,
                Column = error.Column,
            };

    internal static RustException ReplyMissing() =>
        new("The Rust function returned NULL instead of a reply.") { Kind = RustErrorKind.InvalidReply };

    internal static RustException ReplyTooLong(ArgumentException reason) =>
        new("The reply of the Rust function is longer than .NET can read at once.", reason)
        {
            Kind = RustErrorKind.InvalidReply,
        };

    internal static RustException ReplyUnreadable(JsonException reason) =>
        new($"The reply of the Rust function does not fit the C# type: {reason.Message}", reason)
        {
            Kind = RustErrorKind.InvalidReply,
            Path = reason.Path is { Length: > 2 } path ? path[2..] : null,
            Line = (int?)reason.LineNumber + 1,
            Column = (int?)reason.BytePositionInLine + 1,
        };

    internal static RustException NotPrinted(PrintStatus status) => status switch
    {
        PrintStatus.NullPointer => new RustException("The text was NULL.") { Kind = RustErrorKind.NullPointer },
        PrintStatus.InvalidUtf8 => new RustException("The text was not UTF-8.") { Kind = RustErrorKind.InvalidUtf8 },
        PrintStatus.NotWritable => new RustException("The standard output of this process cannot be written to."),
        PrintStatus.Panicked => new RustPanicException(),
        _ => new RustException($"Printing failed with the unknown status {(int)status}."),
    };

    // Logs often keep nothing but the message, so it says where as well.
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
