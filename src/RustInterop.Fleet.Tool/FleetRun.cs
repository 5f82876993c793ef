using System.Diagnostics;

namespace RustInterop.Fleet.Tool;

/// <summary>One run over the hosts, with progress and cancellation.</summary>
internal static class FleetRun
{
    /// <summary>Runs the action from here and returns the exit code.</summary>
    /// <exception cref="InvalidDataException">A report cannot be written, so nothing was run.</exception>
    public static async Task<int> RunAsync(ProcedureInput input, HostList hosts, Reports reports)
    {
        reports.Open();
        using Interrupt interrupt = Interrupt.ByAny();
        RunProgress progress = new(input.HostList.Count) { IsInBatches = input.Batches.Count > 0 };
        return await ShowAsync(progress, hosts.Name, reports, interrupt, async (named, _) =>
        {
            long start = Stopwatch.GetTimestamp();
            ProcedureOutput output = await CallAsync(input, named, reports.IsStreaming, interrupt.Token).ConfigureAwait(false);
            return new EndedRun(output, Stopwatch.GetElapsedTime(start));
        }).ConfigureAwait(false);
    }

    /// <summary>Shows and reports a run, and returns the exit code.</summary>
    /// <param name="progress">How far it is.</param>
    /// <param name="name">The name of the host with an address.</param>
    /// <param name="reports">What it leaves. They are open.</param>
    /// <param name="interrupt">What cancels it.</param>
    /// <param name="run">Runs it, and reports what happens to the hosts, and what else there is to say.</param>
    public static async Task<int> ShowAsync(
        RunProgress progress, Func<string, string> name, Reports reports, Interrupt interrupt,
        Func<NamedHosts, Action<string>, Task<EndedRun>> run)
    {
        IView view = View.Create(progress, reports, interrupt);
        NamedHosts named = new(name, new ReportedProgress(view, reports));
        EndedRun ended = await view.WatchAsync(() => run(named, view.Say)).ConfigureAwait(false);
        ProcedureOutput output = named.Named(ended.Output);
        Summary summary = new(output, ended.Elapsed);
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
            return await Rust.StartProcedureAsync(input, handlers, cancellation).ConfigureAwait(false);
        }
        catch (ProcedureCanceledException exception)
        {
            return exception.Output;
        }
    }
}

/// <summary>A run that has ended.</summary>
/// <param name="Output">What became of its hosts.</param>
/// <param name="Elapsed">How long it took.</param>
internal sealed record EndedRun(ProcedureOutput Output, TimeSpan Elapsed);
