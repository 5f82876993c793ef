namespace RustInterop;

/// <summary>What kind of error a <see cref="RustException"/> reports.</summary>
// Mirrors native/interop/src/boundary/error.rs
public enum RustErrorKind
{
    /// <summary>A C string was NULL. This library never passes one.</summary>
    NullPointer = 0,

    /// <summary>A C string was not UTF-8. This library never passes one.</summary>
    InvalidUtf8 = 1,

    /// <summary>The input was not well-formed JSON.</summary>
    InvalidJson = 2,

    /// <summary>A member of the input had the wrong type, was missing, unknown or out of its range, or broke a rule.</summary>
    InvalidInput = 3,

    /// <summary>The input was fine, but the function failed, and the message is its own.</summary>
    Failed = 4,

    /// <summary>The Rust code panicked. Reported as a <see cref="RustPanicException"/>.</summary>
    Panicked = 5,

    /// <summary>Rust never says this: its reply did not fit the C# type that was to receive it.</summary>
    InvalidReply = 6,
}
