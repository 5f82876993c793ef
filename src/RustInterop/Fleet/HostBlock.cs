namespace RustInterop.Fleet;

/// <summary>Hosts that may start once they are granted. Immutable, and compared by value.</summary>
/// <param name="First">The index of the first of them in <see cref="ProcedureInput.HostList"/>, from 0.</param>
/// <param name="Count">How many they are: from 1 to <see cref="ProcedureInput.BlockSize"/>.</param>
public sealed record HostBlock(int First, int Count);
