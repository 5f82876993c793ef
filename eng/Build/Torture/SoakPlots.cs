using System.Globalization;

namespace RustInterop.Build.Torture;

/// <summary>The plots in docs/torture of what a soak has sampled.</summary>
internal static class SoakPlots
{
    /// <param name="csv">With a header and at least one sample.</param>
    public static async Task WriteAsync(string csv)
    {
        string[][] rows = [.. (await File.ReadAllLinesAsync(csv)).Select(line => line.Split(','))];
        Directory.CreateDirectory(Folder);
        await WriteAsync("memory", "Memory of the process, MB",
            ("resident", Column("resident_kilobytes", 1024e-6)), ("managed heap", Column("managed_bytes", 1e-6)));
        await WriteAsync("rust", "Allocated by Rust and not freed, bytes", ("live bytes", Column("live_bytes")));
        await WriteAsync("counts", "Descriptors, threads, dead children, strings not given back",
            ("descriptors", Column("descriptors")), ("threads", Column("threads")),
            ("dead children", Column("zombies")), ("live strings", Column("live_strings")));

        IReadOnlyList<double> Column(string name, double factor = 1)
        {
            int index = Array.IndexOf(rows[0], name);
            return [.. rows.Skip(1).Select(row => double.Parse(row[index], CultureInfo.InvariantCulture) * factor)];
        }

        Task WriteAsync(string file, string title, params (string Name, IReadOnlyList<double> Values)[] lines) =>
            File.WriteAllTextAsync(
                Path.Combine(Folder, $"{file}.svg"), new SvgPlot(title, Column("seconds"), lines).ToString());
    }

    private static string Folder => Path.Combine(Repository.Root, "docs", "torture");
}
