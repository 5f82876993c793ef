using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace RustInterop.Build.Tests;

/// <summary>A change that Stryker made to the library, and whether a test noticed.</summary>
/// <param name="File">The source file's name without its folder: files move more often than they are renamed.</param>
/// <param name="Line">Where the change begins. Lines move too, so they are not part of the key.</param>
/// <param name="Context">The text of that line; null if all of it is changed.</param>
/// <param name="Original">The original text, on one line.</param>
/// <param name="Replacement">Stryker's replacement, on one line.</param>
/// <param name="Status">Stryker's name for the result.</param>
internal sealed record Mutant(string File, int Line, string? Context, string Original, string Replacement, string Status)
{
    /// <summary>Its name in the list of accepted mutants. The same change in an equal line has the same key.</summary>
    public string Key => $"{File}: {Original} => {Replacement}{(Context is null ? "" : $" in {Context}")}";

    public bool IsAlive => Status is "Survived" or "NoCoverage";

    public override string ToString() => $"{Key} (line {Line}, {Status})";
}

/// <summary>Mutants that may survive, all for one reason. The list is in the tests' folder.</summary>
/// <param name="Reason">Why no test needs to see the difference. For people.</param>
/// <param name="Mutants">Each as <see cref="Mutant.Key"/>.</param>
internal sealed record AcceptedMutants(string Reason, IReadOnlyList<string> Mutants)
{
    public static string ListPath => Path.Combine(Repository.TestsFolder, "accepted-mutants.json");

    public static async Task<IReadOnlyCollection<string>> ReadKeysAsync(CancellationToken cancellation)
    {
        await using FileStream stream = File.OpenRead(ListPath);
        IReadOnlyList<AcceptedMutants> all = (await JsonSerializer.DeserializeAsync(
            stream, AcceptedMutantsJson.Default.IReadOnlyListAcceptedMutants, cancellation))!;
        return all.SelectMany(accepted => accepted.Mutants).ToHashSet();
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(IReadOnlyList<AcceptedMutants>))]
internal sealed partial class AcceptedMutantsJson : JsonSerializerContext;

/// <summary>Stryker's report, in the JSON that all implementations of Stryker share.</summary>
internal static partial class StrykerReport
{
    // Enough to recognise a block, and short enough for a list.
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
