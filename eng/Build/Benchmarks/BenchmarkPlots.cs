using RustInterop.Build.Plots;

namespace RustInterop.Build.Benchmarks;

/// <summary>The plots in docs/benchmarks of what a part has measured.</summary>
internal static class BenchmarkPlots
{
    /// <param name="figures">The folder of the part.</param>
    public static async Task WriteAsync(string figures)
    {
        string path = Path.Combine(figures, "growth.csv");
        if (!File.Exists(path))
        {
            return;
        }

        CsvFile growth = await CsvFile.ReadAsync(path);
        string folder = Path.Combine(Repository.Root, "docs", "benchmarks");
        Directory.CreateDirectory(folder);
        await WriteAsync("growth-processor", "Processor time over the number of hosts, s", "processor_seconds", "processor time");
        await WriteAsync("growth-memory", "More memory during the call over the number of hosts, MB", "megabytes", "memory");

        Task WriteAsync(string file, string title, string column, string line) => File.WriteAllTextAsync(
            Path.Combine(folder, $"{file}.svg"),
            new SvgPlot(title, growth.Column("hosts"), "hosts", [(line, growth.Column(column))]).ToString());
    }
}
