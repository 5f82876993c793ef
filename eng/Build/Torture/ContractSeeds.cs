using System.Text.Json.Nodes;

namespace RustInterop.Build.Torture;

/// <summary>The texts of tests/contract, each in a file, as libFuzzer takes them.</summary>
internal static class ContractSeeds
{
    /// <returns>The files.</returns>
    public static async Task<IReadOnlyList<string>> WriteAsync(string folder)
    {
        EmptyFolder.Create(folder);
        string[] texts = [.. await ReadAsync("errors", "input"), .. await ReadAsync("inputs", "json")];
        string[] files = [.. texts.Select((_, number) => Path.Combine(folder, $"{number}"))];
        foreach ((string file, string text) in files.Zip(texts))
        {
            await File.WriteAllTextAsync(file, text);
        }

        return files;
    }

    private static async Task<IEnumerable<string>> ReadAsync(string fixture, string member)
    {
        string json = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "tests", "contract", $"{fixture}.json"));
        return JsonNode.Parse(json)!.AsArray().Select(entry => (string)entry![member]!);
    }
}
