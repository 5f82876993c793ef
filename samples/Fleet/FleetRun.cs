using System.Diagnostics;
using System.Text.Json;
using RustInterop;

namespace Fleet;

/// <summary>One run over the hosts, watched and cancellable.</summary>
internal static class FleetRun
{
    /// <summary>Runs the action and returns the exit code.</summary>
    public static async Task<int> RunAsync(ProcedureInput input, bool json)
    {
        using Interrupt interrupt = new();
        IView view = View.Create(input, showsOutput: !json, interrupt.Token);
        long start = Stopwatch.GetTimestamp();
        ProcedureOutput output = await view.WatchAsync(() => CallAsync(input, view, interrupt.Token)).ConfigureAwait(false);
        view.Summarise(new Summary(output, Stopwatch.GetElapsedTime(start)));
        if (json)
        {
            Write(output);
        }

        return ExitCode.Of(output);
    }

    private static async Task<ProcedureOutput> CallAsync(ProcedureInput input, IView view, CancellationToken cancellation)
    {
        try
        {
            return await Rust.StartProcedureAsync(input, view, cancellation).ConfigureAwait(false);
        }
        catch (ProcedureCanceledException exception)
        {
            return exception.Output;
        }
    }

    private static void Write(ProcedureOutput output)
    {
        // Past Console.Out, whose encoding is the terminal's: JSON is UTF-8.
        using Stream stdout = Console.OpenStandardOutput();
        JsonSerializer.Serialize(stdout, output, ProcedureJson.Output);
        stdout.Write("\n"u8);
    }
}
