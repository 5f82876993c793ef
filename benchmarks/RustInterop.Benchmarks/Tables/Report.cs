using System.Text;

namespace RustInterop.Benchmarks.Tables;

/// <summary>Where the tables go, and the figures that they were made of.</summary>
/// <param name="Folder">Of <c>NAME.md</c> and <c>NAME.csv</c>.</param>
internal sealed record Report(string Folder)
{
    /// <summary>A sign of life.</summary>
    internal static void Say(string line) => Console.WriteLine(line);

    /// <param name="name">Of the file.</param>
    /// <param name="header">A cell a column.</param>
    /// <param name="rows">The cells; those that are left out are empty.</param>
    internal Task WriteTableAsync(string name, IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
    {
        StringBuilder table = new();
        table.Append(Line(header)).Append(Line([.. header.Select(_ => "---")]));
        foreach (IReadOnlyList<string> row in rows)
        {
            table.Append(Line([.. row, .. Enumerable.Repeat("", header.Count - row.Count)]));
        }

        return File.WriteAllTextAsync(Path.Combine(Folder, $"{name}.md"), table.ToString());
    }

    internal Task WriteFiguresAsync(string name, IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows) =>
        File.WriteAllLinesAsync(
            Path.Combine(Folder, $"{name}.csv"),
            rows.Prepend(header).Select(row => string.Join(',', row.Select(cell => cell.Replace(",", "", StringComparison.Ordinal)))));

    private static string Line(IReadOnlyList<string> cells) =>
        $"| {string.Join(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))} |\n";
}
