using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace RustInterop.Build;

/// <summary>
/// Brings the source of rust-interop, and says which library each crate of a project builds and where it will be, without building it.
/// </summary>
public sealed class ResolveRustCrates : RustCrateTask
{
    /// <summary>The folder of the crate rust-interop in the package.</summary>
    [Required]
    public string PackagedCrate { get; set; } = "";

    /// <summary>The files that the libraries are made from. Before the first build, all Rust files in the folders of the crates.</summary>
    [Output]
    public ITaskItem[] Sources { get; set; } = [];

    private protected override void Prepare(string manifest, CancellationToken cancellation) =>
        CrateSource.UpdateFor(manifest, PackagedCrate, cancellation);

    private protected override void Run(CancellationToken cancellation)
    {
        IReadOnlyList<RustCrate> crates = ResolveAll(cancellation);
        Sources = [.. crates.SelectMany(SourcesOf).Distinct(StringComparer.Ordinal).Select(file => new TaskItem(file))];
        Generated = [.. crates.Select(crate => crate.Generated.ItemPath).Where(File.Exists).Select(file => new TaskItem(file))];
    }

    private static IEnumerable<string> SourcesOf(RustCrate crate) =>
        (BuildRecord.Read(crate)?.Value.Sources ?? FileSystem.SourceFolders(crate.Folder).SelectMany(RustFiles).Append(crate.Manifest))
            .Where(File.Exists);

    private static string[] RustFiles(string folder) => Directory.GetFiles(folder, "*.rs");
}
