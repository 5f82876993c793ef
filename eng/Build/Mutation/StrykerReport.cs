using System.Text.Json;
using System.Text.RegularExpressions;

namespace RustInterop.Build.Mutation;

/// <summary>Stryker's report, in the JSON that all implementations of Stryker share.</summary>
internal static partial class StrykerReport
{
    // Enough to know a block by, and to read in a list.
    private const int MaxLength = 100;

    public static IReadOnlyList<Mutant> Read(string path)
    {
        using FileStream stream = File.OpenRead(path);
        using JsonDocument report = JsonDocument.Parse(stream);
        return
        [
            .. report.RootElement.GetProperty("files").EnumerateObject()
                .SelectMany(file => MutantsOf(Path.GetFileName(file.Name), file.Value))
                .OrderBy(mutant => mutant.File, StringComparer.Ordinal)
                .ThenBy(mutant => mutant.Line),
        ];
    }

    private static IEnumerable<Mutant> MutantsOf(string name, JsonElement file)
    {
        string[] source = file.GetProperty("source").GetString()!.ReplaceLineEndings("\n").Split('\n');
        return file.GetProperty("mutants").EnumerateArray().Select(mutant =>
        {
            JsonElement location = mutant.GetProperty("location");
            (int Line, int Column) start = Position(location.GetProperty("start"));
            (int Line, int Column) end = Position(location.GetProperty("end"));
            string line = source[start.Line].Trim();
            string original = OnOneLine(Text(source, start, end));
            return new Mutant(
                name,
                start.Line + 1,
                original.StartsWith(line, StringComparison.Ordinal) ? null : line,
                original,
                OnOneLine(mutant.GetProperty("replacement").GetString()!),
                mutant.GetProperty("status").GetString()!);
        });
    }

    private static (int Line, int Column) Position(JsonElement position) =>
        (position.GetProperty("line").GetInt32() - 1, position.GetProperty("column").GetInt32() - 1);

    private static string Text(string[] source, (int Line, int Column) start, (int Line, int Column) end) =>
        start.Line == end.Line
            ? source[start.Line][start.Column..end.Column]
            : string.Join('\n', [
                source[start.Line][start.Column..],
                .. source[(start.Line + 1)..end.Line],
                source[end.Line][..end.Column],
            ]);

    private static string OnOneLine(string text)
    {
        string line = WhiteSpace().Replace(text, " ").Trim();
        return line.Length <= MaxLength ? line : $"{line[..MaxLength]}...";
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
