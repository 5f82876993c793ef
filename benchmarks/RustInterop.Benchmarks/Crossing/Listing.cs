namespace RustInterop.Benchmarks.Crossing;

/// <summary>The input of list_files in benchmarks/native. Mirrors benchmarks/native/src/listing.rs.</summary>
internal sealed record ListingRequest(int Files);

/// <summary>The output of list_files.</summary>
internal sealed record Listing(IReadOnlyList<ListedFile> Files);

/// <summary>A file; about 60 bytes as JSON.</summary>
internal sealed record ListedFile(string Name, long Size, double Share, bool Hidden);
