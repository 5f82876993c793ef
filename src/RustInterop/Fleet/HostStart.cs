namespace RustInterop.Fleet;

/// <summary>An attempt on a host begins. Immutable, and compared by value.</summary>
/// <param name="Host">The host, as given in <see cref="ProcedureInput.HostList"/>.</param>
/// <param name="Attempt">The number of the attempt, from 1.</param>
public sealed record HostStart(string Host, int Attempt);
