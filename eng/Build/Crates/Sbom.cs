using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace RustInterop.Build.Crates;

/// <summary>The native library's bill of materials (SBOM) in CycloneDX: each of its crates, with its licence.</summary>
internal static class Sbom
{
    public static string FilePath => Path.Combine(Repository.Artifacts, "sbom", "native.cdx.json");

    private static readonly JsonSerializerOptions _indented = new() { WriteIndented = true };

    public static async Task WriteAsync(Step step)
    {
        string metadata = await Cargo.Metadata().TryReadAsync(step)
            ?? throw new BuildException("cargo metadata failed");
        JsonObject bill = Make(JsonSerializer.Deserialize(metadata, CrateMetadataJson.Default.CrateMetadata)!);
        Directory.CreateDirectory(Path.GetDirectoryName(FilePath)!);
        await File.WriteAllTextAsync(FilePath, bill.ToJsonString(_indented) + "\n", step.Cancellation);
    }

    private static JsonObject Make(CrateMetadata metadata)
    {
        CratePackage root = metadata.Packages.Single(package => package.Name == "rust-interop-library");
        HashSet<string> needed = [.. metadata.NeededFor(root.Id)];
        HashSet<string> linked = [.. metadata.LinkedInto(root.Id)];
        JsonObject standardLibrary = new()
        {
            ["type"] = "library",
            ["bom-ref"] = "rust-std",
            ["name"] = "std",
            ["description"] = "Rust's standard library with its dependencies, of the compiler's version",
            ["scope"] = "required",
            ["licenses"] = Licence("MIT OR Apache-2.0"),
        };
        return new JsonObject
        {
            ["bomFormat"] = "CycloneDX",
            ["specVersion"] = "1.6",
            ["version"] = 1,
            ["metadata"] = new JsonObject { ["component"] = Component(root) },
            ["components"] = new JsonArray(
            [
                .. metadata.Packages.Where(package => package != root && needed.Contains(package.Id)).Select(package =>
                {
                    JsonObject component = Component(package);
                    // The others only run at compile time.
                    component["scope"] = linked.Contains(package.Id) ? "required" : "excluded";
                    return component;
                }),
                standardLibrary,
            ]),
            ["dependencies"] = new JsonArray(
            [
                .. needed.Select(crate => new JsonObject
                {
                    ["ref"] = metadata.Package(crate).Purl,
                    ["dependsOn"] = new JsonArray(
                    [
                        .. metadata.DependenciesOf(crate).Select(id => JsonValue.Create(metadata.Package(id).Purl)),
                        .. crate == root.Id ? [JsonValue.Create("rust-std")] : Array.Empty<JsonNode>(),
                    ]),
                }),
            ]),
        };
    }

    private static JsonObject Component(CratePackage package) => new()
    {
        ["type"] = "library",
        ["bom-ref"] = package.Purl,
        ["name"] = package.Name,
        ["version"] = package.Version,
        ["purl"] = package.Purl,
        ["licenses"] = Licence(package.License),
    };

    private static JsonArray Licence(string expression) => [new JsonObject { ["expression"] = expression }];
}

/// <summary>The part of <c>cargo metadata</c>'s output that the bill needs.</summary>
internal sealed record CrateMetadata(IReadOnlyList<CratePackage> Packages, CrateGraph Resolve)
{
    public CratePackage Package(string id) => Packages.Single(package => package.Id == id);

    /// <summary>The crates whose code is linked into the library: not those that only run at compile time.</summary>
    public IEnumerable<string> LinkedInto(string id) =>
        Package(id).Targets.Any(target => target.Kind.Contains("proc-macro"))
            ? []
            : DependenciesOf(id).SelectMany(LinkedInto).Prepend(id);

    /// <summary>The crate and its dependencies, without those of its tests.</summary>
    public IEnumerable<string> NeededFor(string id) => DependenciesOf(id).SelectMany(NeededFor).Prepend(id).Distinct();

    public IEnumerable<string> DependenciesOf(string id) =>
        Resolve.Nodes.Single(node => node.Id == id).Deps
            .Where(dependency => dependency.Kinds.Any(kind => kind.Kind != "dev")).Select(dependency => dependency.Id);
}

/// <remarks>Source is null for the crates of this repository.</remarks>
internal sealed record CratePackage(
    string Id, string Name, string Version, string License, string? Source, IReadOnlyList<CrateTarget> Targets)
{
    /// <summary>The package URL, by which SBOM tools identify it.</summary>
    public string Purl => $"pkg:cargo/{Name}@{Version}";
}

internal sealed record CrateTarget(IReadOnlyList<string> Kind);

internal sealed record CrateGraph(IReadOnlyList<CrateNode> Nodes);

internal sealed record CrateNode(string Id, IReadOnlyList<CrateDependency> Deps);

internal sealed record CrateDependency(
    [property: JsonPropertyName("pkg")] string Id,
    [property: JsonPropertyName("dep_kinds")] IReadOnlyList<CrateDependencyKind> Kinds);

/// <remarks>Kind is null for an ordinary dependency.</remarks>
internal sealed record CrateDependencyKind(string? Kind);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(CrateMetadata))]
internal sealed partial class CrateMetadataJson : JsonSerializerContext;
