namespace RustInterop.Fleet;

/// <summary>A host is done. Immutable, and compared by value.</summary>
/// <param name="Completed">How many hosts are done, this one included: 1 for the first, then one more each time.</param>
/// <param name="Total">How many hosts the procedure has.</param>
/// <param name="Host">What became of this one.</param>
// Mirrors native/src/fleet/output.rs
public sealed record ProcedureProgress(int Completed, int Total, HostResult Host);
