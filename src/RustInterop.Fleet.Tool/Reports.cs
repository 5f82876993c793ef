namespace RustInterop.Fleet.Tool;

/// <summary>
/// What a run leaves besides what the view shows. Its methods are called one after another. They do not throw once the run has
/// begun, because it has to go on.
/// </summary>
internal interface IReport
{
    /// <summary>Checks, before anything runs, that the report can be written.</summary>
    /// <exception cref="InvalidDataException">It cannot.</exception>
    void Open();

    /// <summary>A host has ended.</summary>
    void Add(ProcedureProgress progress);

    /// <summary>An attempt on a host begins.</summary>
    void Add(HostStart start)
    {
    }

    /// <summary>A host has written something, if the run says so while it goes on.</summary>
    void Add(HostOutput output)
    {
    }

    /// <summary>The run has ended.</summary>
    void End(ProcedureOutput output);

    /// <summary>Why not all of it could be written; null if it was. A failure of a standard stream does not count.</summary>
    string? Failure { get; }
}

/// <summary>The reports of a run, and what they leave to the view.</summary>
internal sealed class Reports
{
    public required IReadOnlyList<IReport> All { get; init; }

    /// <summary>Whether the view shows the lines of the hosts.</summary>
    public required bool ShowsLines { get; init; }

    /// <summary>Whether output is reported while the actions run, and not when each host ends.</summary>
    public required bool IsStreaming { get; init; }

    /// <summary>Whether standard output is for a document, which a message would break.</summary>
    public required bool IsDocument { get; init; }

    /// <summary>Whether the view may draw over the screen, because no report prints there meanwhile.</summary>
    public required bool MayDraw { get; init; }

    /// <inheritdoc cref="IReport.Open"/>
    public void Open()
    {
        foreach (IReport report in All)
        {
            report.Open();
        }
    }

    public void End(ProcedureOutput output)
    {
        foreach (IReport report in All)
        {
            report.End(output);
        }
    }

    /// <summary>Says what could not be written, and returns the exit code that takes that into account.</summary>
    public int Finish(int exitCode)
    {
        string[] failures = [.. All.Select(report => report.Failure).OfType<string>()];
        foreach (string failure in failures)
        {
            StandardStreams.Say($"fleet: {Printable.Line(failure)}");
        }

        return failures.Length > 0 ? ExitCode.WithLoss(exitCode) : exitCode;
    }
}

/// <summary>Passes the progress on to the view and the reports.</summary>
internal sealed class ReportedProgress(IView view, Reports reports)
    : IProgress<ProcedureProgress>, IProgress<HostOutput>, IProgress<HostStart>
{
    private readonly LiveLines _live = new();

    public void Report(HostStart value)
    {
        view.Report(value);
        foreach (IReport report in reports.All)
        {
            report.Add(value);
        }
    }

    public void Report(HostOutput value)
    {
        if (reports.ShowsLines)
        {
            view.Show(value.Stream, _live.Add(value));
        }

        foreach (IReport report in reports.All)
        {
            report.Add(value);
        }
    }

    public void Report(ProcedureProgress value)
    {
        if (reports.ShowsLines)
        {
            view.Show(OutputStream.Stdout, Lines(value.Host, OutputStream.Stdout));
            view.Show(OutputStream.Stderr, Lines(value.Host, OutputStream.Stderr));
        }

        // A live view has shown also what the result leaves out.
        bool isWhole = reports is { ShowsLines: true, IsStreaming: true };
        view.Report(isWhole ? value with { Host = value.Host with { Truncated = false } } : value);
        foreach (IReport report in reports.All)
        {
            report.Add(value);
        }
    }

    private IReadOnlyList<HostLine> Lines(HostResult host, OutputStream stream) =>
        reports.IsStreaming ? _live.End(host.Host, stream)
        : [.. HostLine.Split(host.Host, stream == OutputStream.Stdout ? host.Stdout : host.Stderr)];
}
