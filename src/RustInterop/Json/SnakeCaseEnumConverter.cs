using System.Text.Json;
using System.Text.Json.Serialization;

namespace RustInterop;

/// <summary>An enum as the snake_case name that Rust gives it, never as a number.</summary>
internal sealed class SnakeCaseEnumConverter<T>()
    : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
