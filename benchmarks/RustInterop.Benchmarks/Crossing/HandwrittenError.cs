namespace RustInterop.Benchmarks.Crossing;

/// <summary>What any procedure returns in place of an output.</summary>
internal sealed record HandwrittenError(HandwrittenDetail Error);

/// <summary>Its content.</summary>
internal sealed record HandwrittenDetail(string Kind, string Message, string? Path);
