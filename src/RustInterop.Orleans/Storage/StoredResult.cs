using RustInterop.Fleet;

namespace RustInterop.Orleans.Storage;

/// <summary>The result of a host, by its index within the job.</summary>
internal readonly record struct StoredResult(int Index, HostResult Result);
