namespace RustInterop.Fleet;

/// <summary>A host is done. Immutable, and compared by value.</summary>
/// <param name="Completed">
/// How many hosts are done, including this one: 1 for the first report, then one more each time.
/// </param>
/// <param name="Total">How many hosts the procedure has.</param>
/// <param name="Host">The result of this host.</param>
public sealed record ProcedureProgress(int Completed, int Total, HostResult Host);
