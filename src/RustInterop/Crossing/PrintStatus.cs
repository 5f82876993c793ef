namespace RustInterop.Crossing;

/// <summary>What <c>print_string</c> and <c>print_int</c> return.</summary>
// Mirrors native/src/exports.rs
internal enum PrintStatus
{
    Done = 0,
    NullPointer = 1,
    InvalidUtf8 = 2,
    NotWritable = 3,
    Panicked = 4,
}
