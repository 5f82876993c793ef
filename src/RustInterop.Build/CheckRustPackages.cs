using System.Text.Json;
using Microsoft.Build.Framework;
using RustInterop.Build.Verification;
using Task = Microsoft.Build.Utilities.Task;

namespace RustInterop.Build;

/// <summary>Warns of packages that have native libraries for RustInterop, but none for the machine on which an application will run.</summary>
public sealed class CheckRustPackages : Task
{
    /// <summary>The file project.assets.json of the application.</summary>
    [Required]
    public string AssetsFile { get; set; } = "";

    /// <summary>The runtime identifier of the application; that of this machine if it is portable.</summary>
    [Required]
    public string RuntimeIdentifier { get; set; } = "";

    /// <inheritdoc/>
    public override bool Execute()
    {
        if (RuntimeTarget.Of(RuntimeIdentifier) is not { } target)
        {
            return true;
        }

        using JsonDocument assets = JsonDocument.Parse(File.ReadAllBytes(AssetsFile));
        foreach (JsonProperty package in assets.RootElement.GetProperty("libraries").EnumerateObject()
            .Where(library => library.Value.GetProperty("type").ValueEquals("package") && UsesRustInterop(assets, library.Name)))
        {
            string[] identifiers = [.. IdentifiersIn(package.Value).Distinct()];
            if (identifiers.Length > 0 && !identifiers.Any(identifier => RuntimeTarget.Of(identifier) == target))
            {
                Log.LogWarning(null, ErrorCode.NotInPackage, null, null, 0, 0, 0, 0,
                    "The package {0} has no native library for {1}, so it does not work there. It has libraries for: {2}.",
                    package.Name.Replace('/', ' '), RuntimeIdentifier, string.Join(", ", identifiers));
            }
        }

        return true;
    }

    private static bool UsesRustInterop(JsonDocument assets, string package) =>
        package.StartsWith("RustInterop/", StringComparison.Ordinal)
        || assets.RootElement.GetProperty("targets").EnumerateObject().Any(target =>
            target.Value.TryGetProperty(package, out JsonElement library)
            && library.TryGetProperty("dependencies", out JsonElement dependencies)
            && dependencies.TryGetProperty("RustInterop", out _));

    private static IEnumerable<string> IdentifiersIn(JsonElement package) =>
        package.GetProperty("files").EnumerateArray()
            .Select(file => file.GetString()!.Split('/'))
            .Where(path => path is ["runtimes", _, "native", _])
            .Select(path => path[1]);
}
