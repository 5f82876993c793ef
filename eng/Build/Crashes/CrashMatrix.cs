using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using RustInterop.Build.Fleet;

namespace RustInterop.Build.Crashes;

/// <summary>Plays cases one after another, and prints a row for each.</summary>
internal static class CrashMatrix
{
    // On two processors that others use too, the slowest cases take a minute.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    /// <exception cref="BuildException">A promise was broken, or a case could not be played to its end.</exception>
    public static async Task RunAsync(IReadOnlyList<CrashCase> cases, int hosts, Step step)
    {
        int width = cases.Max(crash => crash.Name.Length);
        int failures = 0;
        foreach (CrashCase crash in cases)
        {
            Stopwatch watch = Stopwatch.StartNew();
            Verdict verdict = await PlayAsync(crash, hosts, step);
            string time = watch.Elapsed.TotalSeconds.ToString("0 s", CultureInfo.InvariantCulture);
            Console.WriteLine($"{(verdict.Broken.Count == 0 ? "ok  " : "FAIL")}  {crash.Name.PadRight(width)}  {time,5}  {verdict.Figures}");
            foreach (string broken in verdict.Broken)
            {
                Console.WriteLine($"      {broken}");
            }

            failures += verdict.Broken.Count > 0 ? 1 : 0;
        }

        Console.WriteLine();
        if (failures > 0)
        {
            throw new BuildException($"{failures} of {cases.Count} cases failed");
        }
    }

    private static async Task<Verdict> PlayAsync(CrashCase crash, int hosts, Step step)
    {
        step.LogProgress($"==> {crash.Name}");
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(step.Cancellation);
        limit.CancelAfter(Limit);
        await using CrashRun run = new(crash, step, limit.Token);
        try
        {
            await run.StartAsync();
            return await crash.PlayAsync(run, hosts);
        }
        catch (OperationCanceledException) when (!step.Cancellation.IsCancellationRequested)
        {
            return new([$"it has not ended within {Limit.TotalMinutes} minutes"], "");
        }
        catch (Exception exception) when (exception is BuildException or InvalidOperationException or TimeoutException
            or IOException or HttpRequestException or JsonException)
        {
            return new([exception.Message], "");
        }
        finally
        {
            foreach (Silo silo in run.Silos)
            {
                step.LogProgress($"--> FleetServer {silo.ProcessId}:\n{silo.Output}");
            }
        }
    }
}
