namespace RustInterop;

/// <summary>
/// Rust code panicked: a bug there, in most cases. The panic ended that one call and nothing else; the library stays
/// usable.
/// </summary>
public class RustPanicException : RustException
{
    /// <summary>Creates a panic with a general message.</summary>
    public RustPanicException()
        : this("The Rust function panicked.")
    {
    }

    /// <summary>Creates a panic.</summary>
    /// <param name="message">The message of the panic.</param>
    public RustPanicException(string message)
        : base(message) => Kind = RustErrorKind.Panicked;

    /// <summary>Creates a panic.</summary>
    /// <param name="message">The message of the panic.</param>
    /// <param name="innerException">Why it happened.</param>
    public RustPanicException(string message, Exception innerException)
        : base(message, innerException) => Kind = RustErrorKind.Panicked;

    /// <summary>Where in the Rust source it happened, as <c>file:line</c>; <see langword="null"/> where unknown.</summary>
    public string? Location { get; init; }
}
