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

    public static IReadOnlyList<string> Names => [.. All.Select(check => check.Name)];

    /// <summary>Those with these names.</summary>
    public static IReadOnlyList<Check> Named(IReadOnlyList<string> names) => [.. All.Where(check => names.Contains(check.Name))];

    /// <summary>
    /// Those that the time allows. Checks with a cost get up to two thirds, in their order; those with a share always fit.
    /// </summary>
    public static IReadOnlyList<Check> Fitting(TimeSpan time)
    {
        TimeSpan left = time * 2 / 3;
        List<Check> fitting = [];
        foreach (Check check in All.Where(check => check.Cost <= left))
        {
            fitting.Add(check);
            left -= check.Cost;
        }

        return fitting;
    }

    /// <summary>Installs the tools of checks.</summary>
    /// <exception cref="BuildException">The checks can't run here; the message says what is missing.</exception>
    public static Task EnsureToolsAsync(IReadOnlyList<Check> checks, Step step)
    {
        if (!Debian.IsThis || RuntimeInformation.OSArchitecture != Architecture.X64)
        {
            throw new BuildException("torture needs Debian 12 x64, which has its tools");
        }

        return Debian.EnsureAsync(step, [.. checks.SelectMany(check => check.Packages).Distinct()]);
    }

    /// <summary>Runs checks, and prints a table of their figures.</summary>
    /// <param name="checks">The checks.</param>
    /// <param name="time">
    /// For all of them. Those with a share get what the others leave, at least half a minute.
    /// </param>
    /// <param name="cancellation">Ends the current check.</param>
    public static async Task RunAsync(IReadOnlyList<Check> checks, TimeSpan time, CancellationToken cancellation)
    {
        Stopwatch watch = Stopwatch.StartNew();
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
