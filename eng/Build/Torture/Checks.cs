using System.Diagnostics;
using System.Runtime.InteropServices;

namespace RustInterop.Build.Torture;

/// <summary>Checks that run one after another, within a time.</summary>
internal sealed class Checks(IReadOnlyList<Check> checks)
{
    // Builds included. What has not ended by then hangs.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LeastTime = TimeSpan.FromSeconds(30);

    /// <summary>All that there are.</summary>
    public static Checks All { get; } =
        new([new AddressSanitizer(), new Memcheck(), new ThreadSanitizer(), new Fuzzing()]);

    /// <summary>Those that are of use within two minutes, their builds included.</summary>
    public static Checks Short { get; } = new([new Fuzzing()]);

    /// <summary>Runs them and prints their figures as a table.</summary>
    /// <param name="time">For all of them, at the least half a minute for those with a share.</param>
    /// <param name="cancellation">Ends the check that runs.</param>
    public async Task RunAsync(TimeSpan time, CancellationToken cancellation)
    {
        Stopwatch watch = Stopwatch.StartNew();
        await Step.RunAsync("torture tools", EnsureToolsAsync, cancellation);
        Table table = new();
        foreach (Check check in checks.Where(check => check.Share == 0))
        {
            await RunAsync(check, TimeSpan.Zero, table, cancellation);
        }

        Check[] shared = [.. checks.Where(check => check.Share > 0)];
        int shares = shared.Sum(check => check.Share);
        TimeSpan left = time - watch.Elapsed;
        foreach (Check check in shared)
        {
            TimeSpan part = (left > LeastTime ? left : LeastTime) * check.Share / shares;
            await RunAsync(check, part, table, cancellation);
        }

        table.Write();
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

    private Task EnsureToolsAsync(Step step)
    {
        if (!Debian.IsThis || RuntimeInformation.OSArchitecture != Architecture.X64)
        {
            throw new BuildException("torture runs on Debian 12 x64, which has its tools");
        }

        return Debian.EnsureAsync(step, [.. checks.SelectMany(check => check.Packages).Distinct()]);
    }
}
