namespace RustInterop;

/// <summary>The levels of Rust's crate <c>log</c>. Each includes those before it.</summary>
// Mirrors rust_interop_log_level of the header
public enum RustLogLevel
{
    /// <summary>Nothing. No record has this level.</summary>
    Off = 0,

    /// <summary>Written by <c>log::error!</c>.</summary>
    Error = 1,

    /// <summary>Written by <c>log::warn!</c>.</summary>
    Warn = 2,

    /// <summary>Written by <c>log::info!</c>.</summary>
    Info = 3,

    /// <summary>Written by <c>log::debug!</c>.</summary>
    Debug = 4,

    /// <summary>Written by <c>log::trace!</c>.</summary>
    Trace = 5,
}
