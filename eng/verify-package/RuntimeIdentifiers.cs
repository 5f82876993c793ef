using System.Text.Json;

namespace RustInterop.VerifyPackage;

/// <summary>
/// The portable runtime identifiers of .NET and what each of them includes, as the SDK that builds this has them: the same
/// graph by which it finds the native libraries of a package.
/// </summary>
internal static class RuntimeIdentifiers
{
    private static readonly Dictionary<string, string[]> s_imports = Read();

    public static bool IsKnown(string identifier) => s_imports.ContainsKey(identifier);

    /// <summary>Whether what is made for the one runs on the other.</summary>
    public static bool Includes(string identifier, string other) =>
        identifier == other || s_imports[identifier].Any(import => Includes(import, other));

    private static Dictionary<string, string[]> Read()
    {
        using Stream graph = typeof(RuntimeIdentifiers).Assembly.GetManifestResourceStream("RuntimeIdentifierGraph.json")!;
        using JsonDocument document = JsonDocument.Parse(graph);
        return document.RootElement.GetProperty("runtimes").EnumerateObject().ToDictionary(
            runtime => runtime.Name,
            runtime => runtime.Value.GetProperty("#import").EnumerateArray().Select(import => import.GetString()!).ToArray());
    }
}
