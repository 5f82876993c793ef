using System.Text.Json;

namespace RustInterop.Build;

/// <summary>What <c>cargo metadata</c> says about a crate.</summary>
/// <param name="Name">The name of its library, without prefix and extension.</param>
/// <param name="WorkspaceRoot">The folder to which rustc's paths are relative.</param>
/// <param name="TargetFolder">The folder in which cargo puts what it builds.</param>
/// <param name="BuildFolder">The folder in which cargo puts what it needs meanwhile; often the same.</param>
internal sealed record CrateMetadata(string Name, string WorkspaceRoot, string TargetFolder, string BuildFolder)
{
    /// <summary>The same crate, built in another folder.</summary>
    public CrateMetadata WithTargetFolder(string folder) =>
        this with { TargetFolder = folder, BuildFolder = BuildFolder == TargetFolder ? folder : BuildFolder };

    /// <summary>Asks cargo.</summary>
    /// <param name="manifest">The full path of the crate's Cargo.toml.</param>
    /// <param name="cancellation">Ends cargo.</param>
    /// <exception cref="BuildException">Cargo refuses the manifest, or it has no library for C#.</exception>
    public static CrateMetadata Ask(string manifest, CancellationToken cancellation)
    {
        List<string> output = [];
        CargoErrors errors = new();
        int exitCode = Cargo.Run(
            Path.GetDirectoryName(manifest)!,
            ["metadata", "--format-version", "1", "--no-deps", "--manifest-path", manifest],
            output.Add,
            errors.Add,
            cancellation);
        return exitCode == 0 ? Read(string.Concat(output), manifest) : throw errors.ToException(manifest, exitCode);
    }

    private static CrateMetadata Read(string json, string manifest)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement root = document.RootElement;
        JsonElement package = root.GetProperty("packages").EnumerateArray()
            .FirstOrDefault(package => package.GetProperty("manifest_path").GetString() == manifest);
        if (package.ValueKind == JsonValueKind.Undefined)
        {
            throw new BuildException(ErrorCode.NotACrate, manifest,
                "This is the Cargo.toml of a workspace, so there is no library to build. Name a crate's.");
        }

        JsonElement library = package.GetProperty("targets").EnumerateArray().FirstOrDefault(IsSharedLibrary);
        if (library.ValueKind == JsonValueKind.Undefined)
        {
            throw new BuildException(ErrorCode.NoLibrary, manifest,
                "The crate has no library that C# can load. Set crate-type = [\"cdylib\"] in its [lib].");
        }

        string target = root.GetProperty("target_directory").GetString()!;
        return new(
            library.GetProperty("name").GetString()!.Replace('-', '_'),
            root.GetProperty("workspace_root").GetString()!,
            target,
            root.TryGetProperty("build_directory", out JsonElement build) ? build.GetString()! : target);
    }

    private static bool IsSharedLibrary(JsonElement target) =>
        target.GetProperty("crate_types").EnumerateArray().Any(type => type.ValueEquals("cdylib"));
}
