namespace RustInterop.Fleet.Tool;

/// <summary>
/// Shows a run to a person or in a log. What happens on the hosts is reported one after another, and the run waits for the view. So
/// a slow reader slows down the run, and output does not pile up in memory.
/// </summary>
internal interface IView : IProgress<ProcedureProgress>, IProgress<HostStart>
{
    /// <summary>Shows lines that a host has written.</summary>
    void Show(OutputStream stream, IReadOnlyList<HostLine> lines);

    /// <summary>Runs the procedure and shows its progress.</summary>
    Task<EndedRun> WatchAsync(Func<Task<EndedRun>> run);

    /// <summary>Shows a line that is not about a host.</summary>
    void Say(string line);

    /// <summary>Shows how it ended.</summary>
    void Summarise(Summary summary);
}

/// <summary>
/// Chooses the view. The hosts' standard output goes to ours and everything else to standard error, so that a pipe gets only the
/// hosts' output.
/// </summary>
internal static class View
{
    public static IView Create(RunProgress progress, Reports reports, Interrupt interrupt)
    {
        // If the hosts' lines are piped to a program, it may print on the same terminal, over the screen.
        bool ownsTerminal = !Console.IsErrorRedirected && reports.MayDraw && !(reports.ShowsLines && Console.IsOutputRedirected);
        return ownsTerminal && Terminal.TryOpen() is { } terminal
            ? new ScreenView(terminal, progress, interrupt)
            : new PlainView(progress, interrupt.Token);
    }
}

/// <summary>Messages of both views.</summary>
internal static class Notices
{
    public const string Cancelling = "Cancelling. Press Ctrl-C again to end at once.";
}
