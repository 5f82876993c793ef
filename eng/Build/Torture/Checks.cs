using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace RustInterop.Build.Torture;

/// <summary>Runs the checks one after another, as many as the time allows.</summary>
internal static class Checks
{
    // Builds included. A check that takes longer hangs.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LeastTime = TimeSpan.FromSeconds(30);

    private static readonly Check[] All =
    [
        new AddressSanitizer(), new Memcheck(), new ThreadSanitizer(), new SanitizedTests(), new CountedTests(),
        new Soaking(), new Fuzzing(),
    ];

    private static IEnumerable<Check> Shared => All.Where(check => check.Share > 0);

    /// <summary>Installs the tools of the checks that the time allows.</summary>
    /// <exception cref="BuildException">The checks can't run here; the message says what is missing.</exception>
    public static Task EnsureToolsAsync(Step step, TimeSpan time)
    {
        if (!Debian.IsThis || RuntimeInformation.OSArchitecture != Architecture.X64)
        {
            throw new BuildException("torture needs Debian 12 x64, which has its tools");
        }

        IEnumerable<Check> checks = [.. Fitting(time), .. Shared];
        return Debian.EnsureAsync(step, [.. checks.SelectMany(check => check.Packages).Distinct()]);
    }

    /// <summary>Runs them and prints a table of their figures, and the names of those that the time does not allow.</summary>
    /// <param name="time">
    /// For all of them. Checks with a cost get up to two thirds, in their order. Those with a share get the rest, at least half
    /// a minute.
    /// </param>
    /// <param name="cancellation">Ends the current check.</param>
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

/// <summary>The table of the checks' figures.</summary>
internal sealed class Table
{
    private readonly List<(string Name, string Time, string Figures)> _lines = [("check", "time", "figures")];

    public void Add(string name, TimeSpan time, IReadOnlyList<Figure> figures) =>
        _lines.Add((name, time.TotalSeconds.ToString("0 s", CultureInfo.InvariantCulture), string.Join(", ", figures)));

    public void Write()
    {
        int names = _lines.Max(line => line.Name.Length);
        int times = _lines.Max(line => line.Time.Length);
        Console.WriteLine();
        foreach ((string name, string time, string figures) in _lines)
        {
            Console.WriteLine($"{name.PadRight(names)}  {time.PadLeft(times)}  {figures}");
        }
    }
}
