using System.Text;

namespace RustInterop.Benchmarks.Tables;

/// <summary>Writes the tables, and the figures behind them.</summary>
/// <param name="Folder">The folder for <c>NAME.md</c> and <c>NAME.csv</c>.</param>
internal sealed record Report(string Folder)
{
    /// <summary>Prints a line of progress.</summary>
    internal static void Say(string line) => Console.WriteLine(line);

    /// <param name="name">The name of the file.</param>
    /// <param name="header">A cell for each column.</param>
    /// <param name="rows">The cells of each row; missing ones at the end are empty.</param>
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
