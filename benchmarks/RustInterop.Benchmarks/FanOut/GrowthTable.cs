using System.Globalization;

namespace RustInterop.Benchmarks.FanOut;

/// <summary>RustInterop's processor time and memory for growing numbers of hosts.</summary>
internal static class GrowthTable
{
    private static readonly int[] Counts = [100, 1_000, 5_000, 10_000, 30_000, 100_000];

    internal static async Task RunAsync(Report report)
    {
        List<(int Count, Alone Alone)> runs = [];
        foreach (int count in Counts)
        {
            Alone alone = await Undisturbed.RunAsync(() => Alone.RunAsync(new Ours(), new Work(count, "true"), _ => { })).ConfigureAwait(false);
            runs.Add((count, alone));
            Report.Say($"growth: {count} hosts: processor {Text(alone.Cost.Processor, "0.00")} s");
        }

        await report.WriteTableAsync(
            "growth",
            ["hosts", "time", "processor time", "per host", "more memory during the call", "per host"],
            runs.Select(run => new[]
            {
                Text(run.Count, "#,0"),
                Text(run.Alone.Cost.Wall, "0.00 's'"),
                Text(run.Alone.Cost.Processor, "0.00 's'"),
                Text(run.Alone.Cost.Processor / run.Count * 1e6, "0 'µs'"),
                Text(run.Alone.Rise / 1e6, "0.0 'MB'"),
                Text((double)run.Alone.Rise / run.Count, "#,0 'bytes'"),
            })).ConfigureAwait(false);
        await report.WriteFiguresAsync(
            "growth",
            ["hosts", "processor_seconds", "megabytes"],
            runs.Select(run => new[]
            {
                Text(run.Count, "0"), Text(run.Alone.Cost.Processor, "0.####"), Text(run.Alone.Rise / 1e6, "0.###"),
            })).ConfigureAwait(false);
    }

    private static string Text(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);
}
