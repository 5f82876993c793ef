namespace RustInterop.Fleet;

/// <summary>
/// Runs procedures, as <see cref="Rust.StartProcedure"/> and
/// <see cref="Rust.StartProcedureAsync(ProcedureInput, ProcedureHandlers, CancellationToken)"/> do. Inject it, and fake it in tests.
/// </summary>
/// <remarks>
/// <para>
/// Register it in a host: <c>services.AddSingleton&lt;IProcedureRunner, ProcedureRunner&gt;();</c>
/// </para>
/// <para>
/// In a unit test, implement it with a class that returns the <see cref="ProcedureOutput"/> that the test needs. The
/// constructors of <see cref="ProcedureOutput"/>, <see cref="HostResult"/> and <see cref="ProcedureCanceledException"/> are
/// public.
/// </para>
/// <para>Implementations must be thread-safe.</para>
/// </remarks>
public interface IProcedureRunner
{
    /// <inheritdoc cref="Rust.StartProcedure"/>
    ProcedureOutput StartProcedure(ProcedureInput input);

    /// <inheritdoc cref="Rust.StartProcedureAsync(ProcedureInput, ProcedureHandlers, CancellationToken)"/>
    Task<ProcedureOutput> StartProcedureAsync(
        ProcedureInput input, ProcedureHandlers? handlers = null, CancellationToken cancellationToken = default);
}
