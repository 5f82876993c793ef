namespace RustInterop;

/// <summary>Runs procedures in Rust. It has no state: one serves a whole program.</summary>
public sealed class ProcedureRunner : IProcedureRunner
{
    /// <inheritdoc/>
    public ProcedureOutput StartProcedure(ProcedureInput input) => Rust.StartProcedure(input);

    /// <inheritdoc/>
    public Task<ProcedureOutput> StartProcedureAsync(
        ProcedureInput input,
        IProgress<ProcedureProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        Rust.StartProcedureAsync(input, progress, cancellationToken);
}
