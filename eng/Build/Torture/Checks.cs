using System.Diagnostics;
using System.Runtime.InteropServices;

namespace RustInterop.Build.Torture;

/// <summary>The checks, one after another, as many as a time has room for.</summary>
internal static class Checks
{
    // Builds included. What has not ended by then hangs.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LeastTime = TimeSpan.FromSeconds(30);

    private static readonly Check[] All =
        [new AddressSanitizer(), new Memcheck(), new ThreadSanitizer(), new Soaking(), new Fuzzing()];

    /// <summary>Runs them and prints their figures as a table; those that do not fit are named.</summary>
    /// <param name="time">
    /// For all of them: half of it for those with a cost, in their order, and what these leave for those with a share, which
    /// have half a minute at the least.
    /// </param>
    /// <param name="cancellation">Ends the check that runs.</param>
    public static async Task RunAsync(TimeSpan time, CancellationToken cancellation)
    {
        Stopwatch watch = Stopwatch.StartNew();
        Check[] shared = [.. All.Where(check => check.Share > 0)];
        IReadOnlyList<Check> fitting = Fitting([.. All.Except(shared)], time / 2);
        await Step.RunAsync("torture tools", step => EnsureToolsAsync(step, [.. fitting, .. shared]), cancellation);
        Table table = new();
        foreach (Check check in fitting)
        {
            await RunAsync(check, TimeSpan.Zero, table, cancellation);
        }

        int shares = shared.Sum(check => check.Share);
        TimeSpan left = time - watch.Elapsed;
        foreach (Check check in shared)
        {
            TimeSpan part = (left > LeastTime ? left : LeastTime) * check.Share / shares;
            await RunAsync(check, part, table, cancellation);
        }

        table.Write();
        string[] leftOut = [.. All.Except([.. fitting, .. shared]).Select(check => check.Name)];
        if (leftOut.Length > 0)
        {
            Console.WriteLine($"no time for {string.Join(", ", leftOut)}");
        }
    }

    private static List<Check> Fitting(IReadOnlyList<Check> checks, TimeSpan time)
    {
        List<Check> fitting = [];
        foreach (Check check in checks)
        {
            if (check.Cost <= time)
            {
                fitting.Add(check);
                time -= check.Cost;
            }
        }

        return fitting;
    }

    private static async Task RunAsync(Check check, TimeSpan time, Table table, CancellationToken cancellation)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(time + Limit);
        await Step.RunAsync(check.Name, async step =>
        {
            Stopwatch watch = Stopwatch.StartNew();
            try
            {
                IReadOnlyList<Figure> figures = await check.RunAsync(step, time);
                table.Add(check.Name, watch.Elapsed, figures);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                throw new BuildException($"it has not ended {Limit.TotalMinutes:0} minutes after it should have");
            }
        }, limit.Token);
    }

    private static Task EnsureToolsAsync(Step step, IReadOnlyList<Check> checks)
    {
        if (!Debian.IsThis || RuntimeInformation.OSArchitecture != Architecture.X64)
        {
            throw new BuildException("torture runs on Debian 12 x64, which has its tools");
        }

        return Debian.EnsureAsync(step, [.. checks.SelectMany(check => check.Packages).Distinct()]);
    }
}
