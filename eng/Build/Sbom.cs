using System.Text.Json;
using System.Text.Json.Nodes;

namespace RustInterop.Build;

/// <summary>The bill of materials of the native library, in CycloneDX: each crate of its, with its licence.</summary>
internal static class Sbom
{
    /// <summary>Where it is written.</summary>
    public static string FilePath => Path.Combine(Repository.Artifacts, "sbom", "native.cdx.json");

    private static readonly JsonSerializerOptions _indented = new() { WriteIndented = true };

    public static async Task WriteAsync(Step step)
    {
        string metadata = await Cargo.Metadata().TryReadAsync(step)
            ?? throw new BuildException("cargo does not tell what the crate consists of");
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
            ["description"] = "Rust's standard library and what it consists of, of the compiler's version",
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
                    // The others run while it is compiled.
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
