using System.Diagnostics;

namespace RustInterop.Fleet.Tool;

/// <summary>One run over the hosts, with progress and cancellation.</summary>
internal static class FleetRun
{
    /// <summary>Runs the action and returns the exit code.</summary>
    /// <exception cref="InvalidDataException">A report cannot be written, so nothing was run.</exception>
    public static async Task<int> RunAsync(ProcedureInput input, HostList hosts, Reports reports)
    {
        reports.Open();
        using Interrupt interrupt = new();
        IView view = View.Create(input, reports, interrupt);
        NamedHosts named = new(hosts, new ReportedProgress(view, reports));
        long start = Stopwatch.GetTimestamp();
        ProcedureOutput output = await view.WatchAsync(
            () => CallAsync(input, named, reports.IsStreaming, interrupt.Token)).ConfigureAwait(false);
        Summary summary = new(output, Stopwatch.GetElapsedTime(start));
        reports.End(output);
        view.Summarise(summary);
        if (!reports.IsDocument && StandardStreams.Error.Failure is not null)
        {
            summary.Write(Console.Out);
        }

        return reports.Finish(ExitCode.Of(output));
    }

    private static async Task<ProcedureOutput> CallAsync(
        ProcedureInput input, NamedHosts reports, bool isStreaming, CancellationToken cancellation)
    {
        try
        {
            ProcedureHandlers handlers = new() { Progress = reports, Starts = reports, Output = isStreaming ? reports : null };
            return reports.Named(await Rust.StartProcedureAsync(input, handlers, cancellation).ConfigureAwait(false));
        }
        catch (ProcedureCanceledException exception)
        {
            return reports.Named(exception.Output);
        }
    }
}
