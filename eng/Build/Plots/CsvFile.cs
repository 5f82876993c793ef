using System.Globalization;

namespace RustInterop.Build.Plots;

/// <summary>Figures that a run has left, with a header.</summary>
internal sealed class CsvFile
{
    private readonly string[][] _rows;

    private CsvFile(string[][] rows) => _rows = rows;

    public static async Task<CsvFile> ReadAsync(string path) =>
        new([.. (await File.ReadAllLinesAsync(path)).Select(line => line.Split(','))]);

    /// <param name="name">In the header.</param>
    /// <param name="factor">For another unit.</param>
    public IReadOnlyList<double> Column(string name, double factor = 1)
    {
        int index = Array.IndexOf(_rows[0], name);
        return [.. _rows.Skip(1).Select(row => double.Parse(row[index], CultureInfo.InvariantCulture) * factor)];
    }
}
