using System.Text.Json;

namespace RustInterop.Build.Verification;

/// <summary>What a library for a runtime identifier has to be made for.</summary>
/// <param name="System">Windows, macOS or Linux.</param>
/// <param name="Processor">As in the identifier.</param>
/// <param name="CLibrary">Null where there is but one.</param>
internal sealed record RuntimeTarget(string System, string Processor, string? CLibrary)
{
    public const string Bionic = "Android's C library";
    public const string Glibc = "glibc";
    public const string Musl = "musl";

    /// <summary>The target of a runtime identifier; null if it is none of .NET's, or none of one kind of machine.</summary>
    public static RuntimeTarget? Of(string identifier)
    {
        string processor = identifier.Split('-')[^1];
        return !RuntimeIdentifiers.IsKnown(identifier) || !RuntimeIdentifiers.IsKnown($"unix-{processor}") ? null
            : RuntimeIdentifiers.Includes(identifier, "win") ? new RuntimeTarget("Windows", processor, null)
            : RuntimeIdentifiers.Includes(identifier, "osx") ? new RuntimeTarget("macOS", processor, null)
            : RuntimeIdentifiers.Includes(identifier, "linux-bionic") ? new RuntimeTarget("Linux", processor, Bionic)
            : RuntimeIdentifiers.Includes(identifier, "linux-musl") ? new RuntimeTarget("Linux", processor, Musl)
            : RuntimeIdentifiers.Includes(identifier, "linux") ? new RuntimeTarget("Linux", processor, Glibc)
            : null;
    }

    public override string ToString() => string.Join(", ", new[] { System, Processor, CLibrary }.OfType<string>());
}

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
