using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace RustInterop.Build;

/// <summary>Says which library each crate of a project builds, and where it will be, without building it.</summary>
public sealed class ResolveRustCrates : RustCrateTask
{
    /// <summary>The files that the libraries are made from. Before the first build, all Rust files in the folders of the crates.</summary>
    [Output]
    public ITaskItem[] Sources { get; set; } = [];

    private protected override void Run(IReadOnlyList<RustCrate> crates, CancellationToken cancellation) =>
        Sources = [.. crates.SelectMany(SourcesOf).Distinct(StringComparer.Ordinal).Select(file => new TaskItem(file))];

    private static IEnumerable<string> SourcesOf(RustCrate crate) =>
        (BuildRecord.Read(crate)?.Value.Sources ?? CrateFolder.Folders(crate.Folder).SelectMany(RustFiles).Append(crate.Manifest))
            .Where(File.Exists);

    private static string[] RustFiles(string folder) => Directory.GetFiles(folder, "*.rs");
}
