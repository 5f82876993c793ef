namespace RustInterop.Benchmarks.Crossing;

/// <summary>What the procedure of benchmarks/native is asked for. Mirrors benchmarks/native/src/listing.rs.</summary>
internal sealed record ListingRequest(int Files);

/// <summary>Its output.</summary>
internal sealed record Listing(IReadOnlyList<ListedFile> Files);

/// <summary>Some 60 bytes as JSON.</summary>
internal sealed record ListedFile(string Name, long Size, double Share, bool Hidden);
