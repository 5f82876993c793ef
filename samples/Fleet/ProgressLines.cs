using RustInterop.Fleet;

namespace Fleet;

/// <summary>
/// Prints a line as each host ends. <see cref="Progress{T}"/> would post to the thread pool, where the lines may get out of order.
/// </summary>
internal sealed class ProgressLines : IProgress<ProcedureProgress>
{
    public void Report(ProcedureProgress value) =>
        Console.WriteLine($"{value.Completed} of {value.Total}: {value.Host.Host} {value.Host.Outcome}");
}
