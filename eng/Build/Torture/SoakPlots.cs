using RustInterop.Build.Plots;

namespace RustInterop.Build.Torture;

/// <summary>The plots in docs/torture of what a soak has sampled.</summary>
internal static class SoakPlots
{
    /// <param name="csv">With a header and at least one sample.</param>
    public static async Task WriteAsync(string csv)
    {
        CsvFile samples = await CsvFile.ReadAsync(csv);
        Directory.CreateDirectory(Folder);
        await WriteAsync("memory", "Memory of the process, MB",
            ("resident", samples.Column("resident_kilobytes", 1024e-6)), ("managed heap", samples.Column("managed_bytes", 1e-6)));
        await WriteAsync("rust", "Allocated by Rust and not freed, bytes", ("live bytes", samples.Column("live_bytes")));
        await WriteAsync("counts", "Descriptors, threads, dead children, strings not given back",
            ("descriptors", samples.Column("descriptors")), ("threads", samples.Column("threads")),
            ("dead children", samples.Column("zombies")), ("live strings", samples.Column("live_strings")));

        Task WriteAsync(string file, string title, params (string Name, IReadOnlyList<double> Values)[] lines) =>
            File.WriteAllTextAsync(
                Path.Combine(Folder, $"{file}.svg"), new SvgPlot(title, samples.Column("seconds"), "s", lines).ToString());
    }

    private static string Folder => Path.Combine(Repository.Root, "docs", "torture");
}
