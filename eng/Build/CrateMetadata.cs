using System.Text.Json;
using System.Text.Json.Serialization;

namespace RustInterop.Build;

/// <summary>What <c>cargo metadata</c> prints, as far as it is of use here.</summary>
internal sealed record CrateMetadata(IReadOnlyList<CratePackage> Packages, CrateGraph Resolve)
{
    public CratePackage Package(string id) => Packages.Single(package => package.Id == id);

    /// <summary>The crates whose code comes to stand in a library of this one's: not what only compiles it.</summary>
    public IEnumerable<string> LinkedInto(string id) =>
        Package(id).Targets.Any(target => target.Kind.Contains("proc-macro"))
            ? []
            : DependenciesOf(id).SelectMany(LinkedInto).Prepend(id);

    /// <summary>What it takes to build a crate: itself, and not what its tests need.</summary>
    public IEnumerable<string> NeededFor(string id) => DependenciesOf(id).SelectMany(NeededFor).Prepend(id).Distinct();

    public IEnumerable<string> DependenciesOf(string id) =>
        Resolve.Nodes.Single(node => node.Id == id).Deps
            .Where(dependency => dependency.Kinds.Any(kind => kind.Kind != "dev")).Select(dependency => dependency.Id);
}

/// <remarks>The source of this repository's crates is null.</remarks>
internal sealed record CratePackage(
    string Id, string Name, string Version, string License, string? Source, IReadOnlyList<CrateTarget> Targets)
{
    /// <summary>The name that tools for bills of materials know it by.</summary>
    public string Purl => $"pkg:cargo/{Name}@{Version}";
}

internal sealed record CrateTarget(IReadOnlyList<string> Kind);

internal sealed record CrateGraph(IReadOnlyList<CrateNode> Nodes);

internal sealed record CrateNode(string Id, IReadOnlyList<CrateDependency> Deps);

internal sealed record CrateDependency(
    [property: JsonPropertyName("pkg")] string Id,
    [property: JsonPropertyName("dep_kinds")] IReadOnlyList<CrateDependencyKind> Kinds);

/// <remarks>The kind is null for what the crate itself needs.</remarks>
internal sealed record CrateDependencyKind(string? Kind);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(CrateMetadata))]
internal sealed partial class CrateMetadataJson : JsonSerializerContext;
