using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace RustInterop.Crossing;

/// <summary>The C# type of a procedure's errors. Makes the exception of an error that has a value.</summary>
internal abstract class ErrorType
{
    /// <param name="error">The procedure's own error, with its value.</param>
    /// <param name="cause">The exception that led to it, if one did.</param>
    internal abstract RustException Read(ErrorDetail error, Exception? cause);
}

/// <inheritdoc/>
internal sealed class ErrorType<TError>(JsonTypeInfo<TError> type) : ErrorType
{
    [SuppressMessage(
        "Design",
        "CA1031:Do not catch general exception types",
        Justification = "Whatever the reason, the value does not fit the type. The caller gets it as the inner exception.")]
    internal override RustException Read(ErrorDetail error, Exception? cause)
    {
        try
        {
            // Null only if Rust returned it. The caller's type must allow it then.
            return ReplyErrors.Typed(error, error.Value.Deserialize(type)!, cause);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return ReplyErrors.UnreadableValue(error, exception);
        }
    }
}
