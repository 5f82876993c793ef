using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace RustInterop.Benchmarks.Crossing;

/// <summary>One run of all kinds of work by all contestants, one kind after another.</summary>
internal sealed class Round
{
    private readonly Dictionary<(Type Work, int Size, string Contestant), Figure> _figures = [];

    internal Figure this[WorkName work, string contestant] => _figures[(work.Type, work.Size, contestant)];

    /// <param name="folder">Where the logs go.</param>
    /// <param name="names">The kinds of work.</param>
    /// <param name="isWarmUp">Whether it takes less time, and nobody reads the figures.</param>
    /// <exception cref="InvalidOperationException">A benchmark failed; the log says why.</exception>
    internal static async Task<Round> RunAsync(string folder, IReadOnlyList<WorkName> names, bool isWarmUp = false)
    {
        Round round = new();
        foreach (Type work in names.Select(name => name.Type).Distinct())
        {
            using StreamWriter log = new(Path.Combine(folder, $"{work.Name}.log"));
            ManualConfig config = Config(folder, log, isWarmUp);
            Summary summary = isWarmUp
                ? BenchmarkRunner.Run(work, config)
                : await Undisturbed.RunAsync(() => Task.FromResult(BenchmarkRunner.Run(work, config))).ConfigureAwait(false);
            foreach (BenchmarkReport report in summary.Reports)
            {
                round.Add(report, log);
            }
        }

        return round;
    }

    private void Add(BenchmarkReport report, StreamWriter log)
    {
        BenchmarkCase benchmark = report.BenchmarkCase;
        if (report.ResultStatistics is null)
        {
            log.Flush();
            throw new InvalidOperationException($"{benchmark.DisplayInfo} failed");
        }

        int size = benchmark.HasParameters ? (int)benchmark.Parameters[nameof(Refused.Size)] : 0;
        _figures.Add(
            (benchmark.Descriptor.Type, size, benchmark.Descriptor.WorkloadMethod.Name),
            new Figure(report.ResultStatistics.Median, report.GcStats.GetBytesAllocatedPerOperation(benchmark) ?? 0));
    }

    // In this process, so that all benchmarks share one library, one build and one warm runtime.
    private static ManualConfig Config(string folder, StreamWriter log, bool isWarmUp) => ManualConfig.CreateEmpty()
        .AddJob(Job.Default
            .WithToolchain(InProcessEmitToolchain.Instance)
            .WithWarmupCount(1)
            .WithIterationCount(isWarmUp ? 1 : 5)
            .WithIterationTime(TimeInterval.FromMilliseconds(isWarmUp ? 150 : 50))
            // The cost of an empty call is negligible here.
            .WithEvaluateOverhead(false)
            .WithUnrollFactor(1))
        .AddDiagnoser(MemoryDiagnoser.Default)
        .AddColumnProvider(DefaultColumnProviders.Instance)
        .AddLogger(new StreamLogger(log))
        .WithArtifactsPath(Path.Combine(folder, "artifacts"));
}

/// <summary>BenchmarkDotNet's result for one contestant.</summary>
/// <param name="Nanoseconds">The median of the iterations.</param>
/// <param name="Bytes">The bytes that a call allocates on the managed heap.</param>
internal sealed record Figure(double Nanoseconds, long Bytes)
{
    internal static string Text(double nanoseconds) => nanoseconds switch
    {
        < 1_000 => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds:0} ns"),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1_000:0.0} µs"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1_000_000:0.0} ms"),
    };

    internal static string Text(long bytes) => bytes.ToString("#,0", CultureInfo.InvariantCulture);
}
