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
    [
        new AddressSanitizer(), new Memcheck(), new ThreadSanitizer(), new SanitizedSuite(), new CountedSuite(),
        new Soaking(), new Fuzzing(),
    ];

    private static IEnumerable<Check> Shared => All.Where(check => check.Share > 0);

    /// <summary>Installs, where that can be done, the tools of those that fit into the time.</summary>
    /// <exception cref="BuildException">They cannot run here; the message says what is missing.</exception>
    public static Task EnsureToolsAsync(Step step, TimeSpan time)
    {
        if (!Debian.IsThis || RuntimeInformation.OSArchitecture != Architecture.X64)
        {
            throw new BuildException("torture runs on Debian 12 x64, which has its tools");
        }

        IEnumerable<Check> checks = [.. Fitting(time), .. Shared];
        return Debian.EnsureAsync(step, [.. checks.SelectMany(check => check.Packages).Distinct()]);
    }

    /// <summary>Runs them and prints their figures as a table; those that do not fit are named.</summary>
    /// <param name="time">
    /// For all of them: two thirds of it for those with a cost, in their order, and what these leave for those with a share, which
    /// have half a minute at the least.
    /// </param>
    /// <param name="cancellation">Ends the check that runs.</param>
    public static async Task RunAsync(TimeSpan time, CancellationToken cancellation)
    {
        Stopwatch watch = Stopwatch.StartNew();
        IReadOnlyList<Check> fitting = Fitting(time);
        Table table = new();
        foreach (Check check in fitting)
        {
            await RunAsync(check, TimeSpan.Zero, table, cancellation);
        }

        int shares = Shared.Sum(check => check.Share);
        TimeSpan left = time - watch.Elapsed;
        foreach (Check check in Shared)
        {
            TimeSpan part = (left > LeastTime ? left : LeastTime) * check.Share / shares;
            await RunAsync(check, part, table, cancellation);
        }

        table.Write();
        string[] leftOut = [.. All.Except([.. fitting, .. Shared]).Select(check => check.Name)];
        if (leftOut.Length > 0)
        {
            Console.WriteLine($"no time for {string.Join(", ", leftOut)}");
        }
    }

    private static List<Check> Fitting(TimeSpan time)
    {
        TimeSpan left = time * 2 / 3;
        List<Check> fitting = [];
        foreach (Check check in All.Except(Shared))
        {
            if (check.Cost <= left)
            {
                fitting.Add(check);
                left -= check.Cost;
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
}
