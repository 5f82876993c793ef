namespace RustInterop.Fleet;

/// <summary>
/// Runs procedures: what <see cref="Rust.StartProcedure"/> and <see cref="Rust.StartProcedureAsync"/> do, for code that is
/// given it and that is tested without it.
/// </summary>
/// <remarks>
/// <para>
/// In a host, register the one there is: <c>services.AddSingleton&lt;IProcedureRunner, ProcedureRunner&gt;();</c>
/// </para>
/// <para>
/// In a unit test, implement it by a class that returns a <see cref="ProcedureOutput"/> of the test's making: its
/// constructor is public, as are those of <see cref="HostResult"/> and <see cref="ProcedureCanceledException"/>.
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
