using System.CommandLine;

namespace RustInterop.Build.Verbs;

/// <summary>
/// Declares the public API of a release: what a project's PublicAPI.Unshipped.txt adds and removes is moved to PublicAPI.Shipped.txt, of
/// which the analyzers then guard every line.
/// </summary>
internal static class Ship
{
    private const string Header = "#nullable enable";
    private const string Removed = "*REMOVED*";

    public static Command Create() => Verb.Create(
        "ship", "Move each project's PublicAPI.Unshipped.txt to PublicAPI.Shipped.txt, for a release.", RunAsync);

    private static Task RunAsync(CancellationToken cancellation) => Step.RunAsync("ship", async _ =>
    {
        foreach (string unshipped in Directory.GetFiles(Path.Combine(Repository.Root, "src"), "PublicAPI.Unshipped.txt", SearchOption.AllDirectories))
        {
            string shipped = Path.Combine(Path.GetDirectoryName(unshipped)!, "PublicAPI.Shipped.txt");
            await WriteAsync(shipped, Merge(await ReadAsync(shipped), await ReadAsync(unshipped)));
            await WriteAsync(unshipped, []);
        }
    }, cancellation);

    private static IEnumerable<string> Merge(IEnumerable<string> shipped, string[] unshipped)
    {
        string[] removed = [.. unshipped.Where(line => line.StartsWith(Removed, StringComparison.Ordinal)).Select(line => line[Removed.Length..])];
        return shipped.Except(removed).Union(unshipped.Where(line => !line.StartsWith(Removed, StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal);
    }

    /// <returns>The lines that declare something.</returns>
    private static async Task<string[]> ReadAsync(string path) =>
        [.. (await File.ReadAllLinesAsync(path)).Where(line => line.Length > 0 && line != Header)];

    private static Task WriteAsync(string path, IEnumerable<string> lines) =>
        File.WriteAllTextAsync(path, string.Concat(lines.Prepend(Header).Select(line => line + '\n')));
}
