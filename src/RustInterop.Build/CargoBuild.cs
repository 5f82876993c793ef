using System.Text.Json;

namespace RustInterop.Build;

/// <summary>Reads what <c>cargo build</c> says on stdout: a line of JSON for each event.</summary>
/// <param name="crate">The crate that is built.</param>
internal sealed class CargoBuild(RustCrate crate)
{
    private readonly Dictionary<string, string> _localManifests = [];
    private readonly List<string> _localArtifacts = [];
    private readonly List<BuildScript> _buildScripts = [];

    /// <summary>The library and what a debugger needs beside it; empty if cargo has not built one.</summary>
    public IReadOnlyList<string> LibraryFiles { get; private set; } = [];

    /// <summary>The library, or null.</summary>
    public string? Library => LibraryFiles.FirstOrDefault(file => Path.GetFileName(file) == crate.LibraryFile);

    /// <summary>The triple for which cargo has built; null for its default, and if the arguments choose another target folder.</summary>
    public string? Triple =>
        Library is not null
        && Path.GetRelativePath(crate.Metadata.TargetFolder, Library).Split(Path.DirectorySeparatorChar) is [not "..", _, _] parts
            ? parts[0]
            : null;

    /// <summary>The files and folders from which the library was made, as cargo lists them, and the manifests of the crates in folders.</summary>
    public IEnumerable<string> Sources =>
        DependencyInfo.ReadFiles(Path.ChangeExtension(Library!, ".d"), Library!).SelectMany(WithFoldersBelow)
            .Concat(_buildScripts.SelectMany(script => script.FoldersWithoutDirectives(LocalFolder(script.Package))))
            .Where(file => !IsMadeByCargo(file))
            .Concat(_localManifests.Values)
            .Distinct(StringComparer.Ordinal);

    /// <summary>The environment variables that sources and build scripts read.</summary>
    public IEnumerable<string> Variables =>
        _localArtifacts.Append(DependencyOf(Library!)).SelectMany(DependencyInfo.FilesOf).SelectMany(DependencyInfo.ReadVariables)
            .Concat(_buildScripts.SelectMany(script => script.Variables))
            .Distinct(StringComparer.Ordinal);

    /// <summary>Reads a line.</summary>
    /// <returns>The diagnostic in it, or null.</returns>
    public Diagnostic? Read(string line)
    {
        // A procedural macro may print on stdout too.
        if (!line.StartsWith("{\"reason\":", StringComparison.Ordinal))
        {
            return null;
        }

        using JsonDocument document = JsonDocument.Parse(line);
        JsonElement message = document.RootElement;
        switch (message.GetProperty("reason").GetString())
        {
            case "compiler-message":
                return Diagnostic.Read(message.GetProperty("message"), crate.Metadata.WorkspaceRoot);
            case "compiler-artifact":
                AddArtifact(message);
                return null;
            case "build-script-executed":
                _buildScripts.Add(BuildScript.Read(message));
                return null;
            default:
                return null;
        }
    }

    private void AddArtifact(JsonElement message)
    {
        string package = message.GetProperty("package_id").GetString()!;
        if (!package.Contains("path+file:", StringComparison.Ordinal))
        {
            return;
        }

        string manifest = message.GetProperty("manifest_path").GetString()!;
        _localManifests[package] = manifest;
        string[] files = [.. message.GetProperty("filenames").EnumerateArray().Select(file => file.GetString()!)];
        if (manifest == crate.Manifest && message.GetProperty("target").GetProperty("crate_types").EnumerateArray().Any(type => type.ValueEquals("cdylib")))
        {
            LibraryFiles = [.. files.Where(file => Path.GetFileName(file) == crate.LibraryFile || Path.GetExtension(file) == ".pdb")];
        }
        else
        {
            _localArtifacts.AddRange(files);
        }
    }

    private string? LocalFolder(string package) =>
        _localManifests.TryGetValue(package, out string? manifest) ? Path.GetDirectoryName(manifest) : null;

    // The library is copied from deps/, where rustc has written it, beside rustc's own dep-info.
    private string DependencyOf(string library) => Path.Combine(
        crate.Metadata.BuildFolder,
        Path.GetRelativePath(crate.Metadata.TargetFolder, Path.GetDirectoryName(library)!),
        "deps",
        Path.GetFileName(library));

    private bool IsMadeByCargo(string file) =>
        IsBelow(file, crate.Metadata.TargetFolder)
        || IsBelow(file, crate.Metadata.BuildFolder)
        || file == Path.Combine(crate.Metadata.WorkspaceRoot, "Cargo.lock");

    // A build script may name a folder.
    private static IEnumerable<string> WithFoldersBelow(string path) =>
        Directory.Exists(path) ? Directory.EnumerateDirectories(path, "*", SearchOption.AllDirectories).Prepend(path) : [path];

    private static bool IsBelow(string file, string folder) =>
        file.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
