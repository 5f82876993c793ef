using Microsoft.Build.Framework;
using RustInterop.Build.Linking;
using RustInterop.Build.Verification;

namespace RustInterop.Build;

/// <summary>
/// Builds the libraries of a package, for each runtime identifier in a crate's metadata <c>RuntimeIdentifiers</c>, or takes them from the
/// folder <c>Prebuilt</c>, and verifies them. Without that metadata, the library of the last build is packed as it is.
/// </summary>
public sealed class PackRustCrates : RustCrateTask
{
    private CrateBuilder? _builder;

    /// <inheritdoc cref="BuildRustCrates.Warnings"/>
    public string Warnings { get; set; } = "";

    private protected override void Run(CancellationToken cancellation)
    {
        _builder = new(Log, Warnings);
        List<ITaskItem> libraries = [];
        foreach (ITaskItem item in Crates)
        {
            // The C# in the package is generated from the library of the project's own runtime identifier, and refuses one that differs.
            Lazy<IReadOnlyList<Export>> exports = new(() => ExportsIn(Resolve(item, RuntimeIdentifier, cancellation).Library));
            foreach (string runtimeIdentifier in RuntimeIdentifiersOf(item))
            {
                try
                {
                    libraries.Add(Find(item, runtimeIdentifier, exports, cancellation));
                }
                catch (BuildException exception)
                {
                    // The others are tried too, so that one run says all that is missing.
                    Report(exception);
                }
            }
        }

        Libraries = [.. libraries];
    }

    private IEnumerable<string> RuntimeIdentifiersOf(ITaskItem item)
    {
        string[] named = Named(item);
        string own = RuntimeIdentifier.Length > 0 ? RuntimeIdentifier : MachineRuntimeIdentifiers[0];
        return (named.Length > 0 ? named : [own]).Concat(PrebuiltIn(item.GetMetadata("Prebuilt"))).Distinct();
    }

    private static string[] Named(ITaskItem item) =>
        item.GetMetadata("RuntimeIdentifiers").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static IEnumerable<string> PrebuiltIn(string folder) =>
        folder.Length == 0 ? [] : Directory.GetDirectories(folder).Select(below => Path.GetFileName(below)).Order(StringComparer.Ordinal);

    private ITaskItem Find(ITaskItem item, string requested, Lazy<IReadOnlyList<Export>> exports, CancellationToken cancellation)
    {
        RustCrate crate = Resolve(item, requested, cancellation);
        string? prebuilt = item.GetMetadata("Prebuilt") is { Length: > 0 } folder
            ? Path.GetFullPath(Path.Combine(folder, crate.RuntimeIdentifier, "native", crate.LibraryFile))
            : null;
        bool isPrebuilt = prebuilt is not null && File.Exists(prebuilt);
        if (!isPrebuilt && Named(item).Length == 0)
        {
            return ToItem(crate.Library, crate.RuntimeIdentifier);
        }

        Version glibc = GlibcOf(item, crate.Manifest);
        string library = isPrebuilt ? prebuilt! : Build(crate, item.GetMetadata("Target"), glibc, cancellation);
        Verify(crate, library, glibc);
        RequireExports(crate, library, exports.Value);
        return ToItem(library, crate.RuntimeIdentifier);
    }

    private static void RequireExports(RustCrate crate, string library, IReadOnlyList<Export> required)
    {
        Dictionary<string, string> shapes = ExportsIn(library).ToDictionary(export => export.Symbol, export => export.Shape);
        if (required.FirstOrDefault(export => shapes.GetValueOrDefault(export.Symbol) != export.Shape) is { } export)
        {
            throw new BuildException(ErrorCode.OtherExports, crate.Manifest,
                $"{library} does not fit the C# of the package: {export.Symbol} {(shapes.ContainsKey(export.Symbol) ? "has other types" : "is missing")} in it. "
                + $"It must come from the same source, and have the same exports and types for {crate.RuntimeIdentifier}.");
        }
    }

    private static IReadOnlyList<Export> ExportsIn(string library) => DescriptionFile.Read(File.ReadAllBytes(library));

    private string Build(RustCrate crate, string target, Version glibc, CancellationToken cancellation)
    {
        Linker linker = Link(crate, target.Length > 0 ? target : null, glibc, cancellation);
        RustCrate packed = crate with
        {
            Triple = linker.Triple,
            Linker = linker,
            OutputFolder = Path.Combine(crate.OutputFolder, "package"),
            Metadata = crate.Metadata.WithTargetFolder(Path.Combine(crate.Metadata.TargetFolder, $"package-by-{linker.Name}")),
        };
        _builder!.BuildIfChanged(packed, cancellation);
        return packed.Library;
    }

    private static Linker Link(RustCrate crate, string? target, Version glibc, CancellationToken cancellation)
    {
        try
        {
            return Linker.Find(
                crate.RuntimeIdentifier, target, glibc, crate.Folder, Path.Combine(crate.OutputFolder, "package", "linker"), cancellation);
        }
        catch (LinkException exception)
        {
            throw new BuildException(ErrorCode.NoLinker, crate.Manifest, exception.Message);
        }
    }

    private void Verify(RustCrate crate, string library, Version glibc)
    {
        PackedLibrary packed = new(library, crate.RuntimeIdentifier, File.ReadAllBytes(library));
        foreach (Finding finding in LibraryVerifier.Verify(packed, new(glibc, [], null)))
        {
            if (finding.IsFatal)
            {
                Report(new(ErrorCode.DoesNotLoad, crate.Manifest, finding.ToString()));
            }
            else
            {
                Log.LogWarning(null, ErrorCode.MayNotLoad, null, crate.Manifest, 0, 0, 0, 0, "{0}", finding);
            }
        }
    }

    private static Version GlibcOf(ITaskItem item, string manifest) =>
        item.GetMetadata("GlibcVersion") is not { Length: > 0 } text ? GlibcStandIn.Newest
        : Version.TryParse(text, out Version? version) ? version
        : throw new BuildException(ErrorCode.GlibcVersion, manifest, $"GlibcVersion of the RustCrate is {text}, which is no version such as 2.31.");
}
