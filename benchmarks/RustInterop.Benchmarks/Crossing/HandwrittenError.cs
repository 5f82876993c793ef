namespace RustInterop.Benchmarks.Crossing;

/// <summary>The error that any procedure may return instead of an output.</summary>
internal sealed record HandwrittenError(HandwrittenDetail Error);

/// <summary>The content of a <see cref="HandwrittenError"/>.</summary>
internal sealed record HandwrittenDetail(string Kind, string Message, string? Path);
