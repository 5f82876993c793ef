namespace RustInterop.Fleet;

/// <summary>
/// Runs procedures, as <see cref="Rust.StartProcedure"/> and <see cref="Rust.StartProcedureAsync"/> do. Inject it, and fake it
/// in tests.
/// </summary>
/// <remarks>
/// <para>
/// Register it in a host: <c>services.AddSingleton&lt;IProcedureRunner, ProcedureRunner&gt;();</c>
/// </para>
/// <para>
/// In a unit test, implement it with a class that returns the <see cref="ProcedureOutput"/> that the test needs. Its
/// constructor is public, like those of <see cref="HostResult"/> and <see cref="ProcedureCanceledException"/>.
/// </para>
/// <para>Implementations may be called from several threads at once.</para>
/// </remarks>
public interface IProcedureRunner
{
    /// <inheritdoc cref="Rust.StartProcedure"/>
    ProcedureOutput StartProcedure(ProcedureInput input);

    /// <inheritdoc cref="Rust.StartProcedureAsync"/>
    Task<ProcedureOutput> StartProcedureAsync(
        ProcedureInput input,
        IProgress<ProcedureProgress>? progress = null,
        CancellationToken cancellationToken = default);
}
