namespace RustInterop.Build.Consumers;

/// <summary>What became of a consumer.</summary>
/// <param name="Consumer">Which.</param>
/// <param name="Size">The bytes of what it published; null where that is nothing, or it failed.</param>
/// <param name="Failure">Null where it is as it should be.</param>
internal sealed record ConsumerResult(Consumer Consumer, long? Size, string? Failure);
