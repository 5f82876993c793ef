using RustInterop;

namespace Fleet;

/// <summary>
/// Shows a run to a person or a log. It is told of each host as it ends, one after another, and the run waits for it: who
/// reads slowly slows the run, and no output piles up.
/// </summary>
internal interface IView : IProgress<ProcedureProgress>
{
    /// <summary>Runs the procedure and shows how it gets on.</summary>
    Task<ProcedureOutput> WatchAsync(Func<Task<ProcedureOutput>> run);

    /// <summary>Shows how it ended.</summary>
    void Summarise(Summary summary);
}
