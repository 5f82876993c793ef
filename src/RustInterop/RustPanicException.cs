namespace RustInterop;

/// <summary>
/// Rust code panicked, which is usually a bug in that code. The panic ended only this call; you can still use the library.
/// </summary>
public sealed class RustPanicException : RustException
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

    /// <summary>Where in the Rust source it happened, as <c>file:line</c>; <see langword="null"/> if unknown.</summary>
    public string? Location { get; init; }

    /// <summary>
    /// Rust's stack at that moment, as text; <see langword="null"/> unless the environment variable <c>RUST_BACKTRACE</c> (or
    /// <c>RUST_LIB_BACKTRACE</c>) was set to <c>1</c> or <c>full</c> when the process started. It then costs some milliseconds.
    /// </summary>
    public string? Backtrace { get; init; }
}
