namespace RustInterop;

/// <summary>What kind of error a <see cref="RustException"/> reports.</summary>
// Mirrors native/interop/src/boundary/error.rs
public enum RustErrorKind
{
    /// <summary>A C string was NULL. This assembly never passes one.</summary>
    NullPointer = 0,

    /// <summary>A C string was not UTF-8. This assembly never passes one.</summary>
    InvalidUtf8 = 1,

    /// <summary>The input was not well-formed JSON.</summary>
    InvalidJson = 2,

    /// <summary>A member of the input had the wrong type, was missing, unknown or out of range, or broke a rule.</summary>
    InvalidInput = 3,

    /// <summary>The input was valid, but the function failed, and the message is its own; or it is async, and was cancelled.</summary>
    Failed = 4,

    /// <summary>The Rust code panicked. Reported as a <see cref="RustPanicException"/>.</summary>
    Panicked = 5,

    /// <summary>The reply did not fit the C# type. Rust itself never reports this.</summary>
    InvalidReply = 6,

    /// <summary>An object was used that Rust has no more, or that belongs to another library.</summary>
    InvalidHandle = 7,
}
