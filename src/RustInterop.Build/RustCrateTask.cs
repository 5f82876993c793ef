using System.Diagnostics.CodeAnalysis;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Task = Microsoft.Build.Utilities.Task;

namespace RustInterop.Build;

/// <summary>A task for the items <c>RustCrate</c> of a project.</summary>
[SuppressMessage(
    "Design",
    "CA1001:Types that own disposable fields should be disposable",
    Justification = "MSBuild does not dispose of tasks, and a source without a timer holds nothing.")]
public abstract class RustCrateTask : Task, ICancelableTask
{
    private readonly CancellationTokenSource _cancellation = new();

    /// <summary>
    /// The Cargo.toml of each crate, with the optional metadata <c>CargoArguments</c>, <c>Profile</c> and <c>Target</c>; and for its C#
    /// <c>Namespace</c>, <c>ClassName</c>, <c>Access</c> and <c>GeneratedFolder</c>.
    /// </summary>
    [Required]
    public ITaskItem[] Crates { get; set; } = [];

    /// <summary>The platform for which the crates are built; empty for this machine.</summary>
    public string RuntimeIdentifier { get; set; } = "";

    /// <summary>The runtime identifiers of this machine: the portable one, then the SDK's own.</summary>
    [Required]
    public string[] MachineRuntimeIdentifiers { get; set; } = [];

    /// <summary>Cargo's profile for crates that do not name one.</summary>
    [Required]
    public string Profile { get; set; } = "";

    /// <summary>The folder for libraries and for what builds remember.</summary>
    [Required]
    public string OutputFolder { get; set; } = "";

    /// <summary>The namespace for the C# of crates that do not name one.</summary>
    public string RootNamespace { get; set; } = "";

    /// <summary><c>true</c> on a machine that builds for others: there, C# in a folder of the project is only compared.</summary>
    public string ContinuousIntegrationBuild { get; set; } = "";

    /// <summary>The C# of each crate, as far as there is any.</summary>
    [Output]
    public ITaskItem[] Generated { get; set; } = [];

    /// <summary>The libraries of the crates, with the metadata <c>Link</c> and <c>RuntimeIdentifier</c>.</summary>
    [Output]
    public ITaskItem[] Libraries { get; set; } = [];

    /// <inheritdoc/>
    public void Cancel() => _cancellation.Cancel();

    /// <inheritdoc/>
    public override bool Execute()
    {
        try
        {
            Run(_cancellation.Token);
        }
        catch (BuildException exception)
        {
            Report(exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Log.LogErrorFromException(exception);
        }
        catch (OperationCanceledException)
        {
            // MSBuild says that the build was cancelled.
            return false;
        }

        return !Log.HasLoggedErrors;
    }

    /// <summary>Runs before cargo is asked about a crate.</summary>
    private protected virtual void Prepare(string manifest, CancellationToken cancellation)
    {
    }

    private protected abstract void Run(CancellationToken cancellation);

    private protected void Report(BuildException exception) =>
        Log.LogError(null, exception.Code, null, exception.File, 0, 0, 0, 0, exception.Message);

    /// <summary>All crates, for the runtime identifier of the project.</summary>
    private protected IReadOnlyList<RustCrate> ResolveAll(CancellationToken cancellation)
    {
        RustCrate[] crates = [.. Crates.Select(item => Resolve(item, RuntimeIdentifier, cancellation))];
        RefuseEqualNames(crates);
        Libraries = [.. crates.Select(crate => ToItem(crate.Library, crate.RuntimeIdentifier))];
        return crates;
    }

    private protected static ITaskItem ToItem(string library, string runtimeIdentifier) => new TaskItem(library, new Dictionary<string, string>
    {
        ["Link"] = Path.GetFileName(library),
        ["RuntimeIdentifier"] = runtimeIdentifier,
    });

    private static void RefuseEqualNames(IEnumerable<RustCrate> crates)
    {
        if (crates.GroupBy(crate => crate.Metadata.Name).FirstOrDefault(same => same.Count() > 1) is { } same)
        {
            throw new BuildException(ErrorCode.SameName, same.First().Manifest, "Two crates of this project build libraries with the same name: "
                + $"{string.Join(", ", same.Select(crate => $"{crate.Manifest} ({crate.Metadata.Name})"))}. "
                + "List each crate once, and give them different names.");
        }
    }

    private protected RustCrate Resolve(ITaskItem item, string requested, CancellationToken cancellation)
    {
        string manifest = item.GetMetadata("FullPath");
        if (Path.GetFileName(manifest) != "Cargo.toml" || !File.Exists(manifest))
        {
            throw new BuildException(ErrorCode.NotACrate, manifest,
                $"RustCrate names {manifest}, which is not a Cargo.toml. Name the crate's, relative to the project: "
                + "<RustCrate Include=\"../native/Cargo.toml\" />");
        }

        bool isThisMachine = requested.Length == 0 || MachineRuntimeIdentifiers.Contains(requested);
        string runtimeIdentifier = isThisMachine ? MachineRuntimeIdentifiers[0] : requested;
        string output = Path.GetFullPath(Path.Combine(OutputFolder, runtimeIdentifier));
        string? triple = TripleOf(item, manifest, runtimeIdentifier, isThisMachine);
        Prepare(manifest, cancellation);
        CrateMetadata metadata = MetadataCache.Get(manifest, output, cancellation);
        return new(
            manifest,
            metadata,
            runtimeIdentifier,
            triple,
            item.GetMetadata("Profile") is { Length: > 0 } profile ? profile : Profile,
            ArgumentsOf(item, manifest),
            output,
            GeneratedFileOf(item, manifest, metadata.Name, output));
    }

    private GeneratedFile GeneratedFileOf(ITaskItem item, string manifest, string library, string output)
    {
        string folder = item.GetMetadata("GeneratedFolder");
        string space = item.GetMetadata("Namespace") is { Length: > 0 } chosen ? chosen : RootNamespace;
        string className = item.GetMetadata("ClassName") is { Length: > 0 } name ? name : CodeSettings.DefaultClassName(library, space);
        string access = item.GetMetadata("Access") is { Length: > 0 } given ? given : "public";
        string file = Path.Combine(folder.Length == 0 ? output : Path.GetFullPath(folder), $"{library}.g.cs");
        return access is "public" or "internal"
            ? new(file, folder.Length > 0 && ContinuousIntegrationBuild.Equals("true", StringComparison.OrdinalIgnoreCase), new(library, space, className, access))
            : throw new BuildException(ErrorCode.Metadata, manifest, $"Access of the RustCrate is {access}. It can be public or internal.");
    }

    private static string? TripleOf(ITaskItem item, string manifest, string runtimeIdentifier, bool isThisMachine)
    {
        RustTarget? known = RustTarget.Of(runtimeIdentifier);
        if (item.GetMetadata("Target") is { Length: > 0 } chosen)
        {
            return known is null || known.Fits(chosen)
                ? chosen
                : throw new BuildException(ErrorCode.NoTarget, manifest, $"The target {chosen} is not for {runtimeIdentifier}.");
        }

        return isThisMachine ? null
            : known?.Triple ?? throw new BuildException(ErrorCode.NoTarget, manifest,
                $"The crate cannot be built for the runtime identifier {runtimeIdentifier}: no Rust target is known for it. "
                + $"Known are: {string.Join(", ", RustTarget.All.Select(target => target.RuntimeIdentifier))}. "
                + "For another one, set the metadata Target of the RustCrate.");
    }

    private static IReadOnlyList<string> ArgumentsOf(ITaskItem item, string manifest)
    {
        try
        {
            return CommandLine.Split(item.GetMetadata("CargoArguments"));
        }
        catch (FormatException exception)
        {
            throw new BuildException(ErrorCode.CargoArguments, manifest, $"CargoArguments of the RustCrate: {exception.Message}");
        }
    }
}
