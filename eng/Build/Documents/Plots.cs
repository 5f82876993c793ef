using System.Globalization;

namespace RustInterop.Build.Documents;

/// <summary>The plots in docs/, drawn from the CSV files of a run.</summary>
internal static class Plots
{
    /// <summary>Plots what a process held while it soaked, to docs/torture.</summary>
    /// <param name="csv">With a header and at least one sample.</param>
    public static async Task WriteSoakAsync(string csv)
    {
        CsvFile samples = await CsvFile.ReadAsync(csv);
        await WriteAsync("memory", "Memory of the process, MB",
            ("resident", samples.Column("resident_kilobytes", 1024e-6)), ("managed heap", samples.Column("managed_bytes", 1e-6)));
        await WriteAsync("rust", "Allocated by Rust and not freed, bytes", ("live bytes", samples.Column("live_bytes")));
        await WriteAsync("counts", "Descriptors, threads, zombies, strings not given back",
            ("descriptors", samples.Column("descriptors")), ("threads", samples.Column("threads")),
            ("zombies", samples.Column("zombies")), ("live strings", samples.Column("live_strings")));

        Task WriteAsync(string file, string title, params (string Name, IReadOnlyList<double> Values)[] lines) =>
            Plots.WriteAsync("torture", file, new SvgPlot(title, samples.Column("seconds"), "s", lines));
    }

    /// <summary>Plots what more hosts cost, to docs/benchmarks.</summary>
    public static async Task WriteGrowthAsync(string csv)
    {
        CsvFile growth = await CsvFile.ReadAsync(csv);
        await WriteAsync("growth-processor", "Processor time over the number of hosts, s", "processor_seconds", "processor time");
        await WriteAsync("growth-memory", "More memory during the call over the number of hosts, MB", "megabytes", "memory");

        Task WriteAsync(string file, string title, string column, string line) =>
            Plots.WriteAsync("benchmarks", file, new SvgPlot(title, growth.Column("hosts"), "hosts", [(line, growth.Column(column))]));
    }

    private static Task WriteAsync(string document, string file, SvgPlot plot)
    {
        string folder = Path.Combine(Repository.Root, "docs", document);
        Directory.CreateDirectory(folder);
        return File.WriteAllTextAsync(Path.Combine(folder, $"{file}.svg"), plot.ToString());
    }

    private sealed record CsvFile(string[][] Rows)
    {
        public static async Task<CsvFile> ReadAsync(string path) =>
            new([.. (await File.ReadAllLinesAsync(path)).Select(line => line.Split(','))]);

        public IReadOnlyList<double> Column(string name, double factor = 1)
        {
            int index = Array.IndexOf(Rows[0], name);
            return [.. Rows.Skip(1).Select(row => double.Parse(row[index], CultureInfo.InvariantCulture) * factor)];
        }
    }
}
