using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

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
    /// The JSON path of the member at fault, such as <c>host_list[1]</c>: in the reply if <see cref="Kind"/> is
    /// <see cref="RustErrorKind.InvalidReply"/>, otherwise in the input. <see langword="null"/> if no single member is at fault.
    /// </summary>
    public string? Path { get; init; }

    /// <summary>The line of that JSON, from 1; <see langword="null"/> if unknown.</summary>
    public int? Line { get; init; }

    /// <summary>The byte in that line, from 1; <see langword="null"/> if unknown.</summary>
    public int? Column { get; init; }

    /// <summary>
    /// The error as data, if the Rust function returned it so; otherwise <see langword="null"/>. A
    /// <see cref="RustException{TError}"/> has it as a C# type.
    /// </summary>
    public JsonElement? Value { get; init; }

    /// <summary>Writes the error as a member <c>value</c>, if it is of a type that can be written with those options.</summary>
    internal virtual void WriteValue(Utf8JsonWriter writer, JsonSerializerOptions options)
    {
    }
}

/// <summary>An error that a Rust function returned as data.</summary>
/// <typeparam name="TError">The C# side of the function's error type.</typeparam>
/// <example>
/// <code>
/// catch (RustException&lt;AnalyseError&gt; e) when (e.Error is AnalyseError.TooLong tooLong)
/// </code>
/// </example>
[SuppressMessage(
    "Design",
    "CA1032:Implement standard exception constructors",
    Justification = "Without an error it would be a RustException.")]
public sealed class RustException<TError> : RustException
{
    /// <summary>Creates an error of kind <see cref="RustErrorKind.Failed"/>.</summary>
    /// <param name="message">What went wrong.</param>
    /// <param name="error">The error.</param>
    public RustException(string message, TError error)
        : base(message) => Error = error;

    /// <summary>Creates an error of kind <see cref="RustErrorKind.Failed"/>.</summary>
    /// <param name="message">What went wrong.</param>
    /// <param name="error">The error.</param>
    /// <param name="innerException">Why it went wrong.</param>
    public RustException(string message, TError error, Exception? innerException)
        : base(message, innerException!) => Error = error;

    /// <summary>The error.</summary>
    public TError Error { get; }

    internal override void WriteValue(Utf8JsonWriter writer, JsonSerializerOptions options)
    {
        if (options.TryGetTypeInfo(typeof(TError), out JsonTypeInfo? type))
        {
            writer.WritePropertyName("value"u8);
            JsonSerializer.Serialize(writer, Error, (JsonTypeInfo<TError>)type);
        }
    }
}
