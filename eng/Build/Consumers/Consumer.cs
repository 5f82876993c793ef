using System.Text.RegularExpressions;
using RustInterop.Build.Cross;

namespace RustInterop.Build.Consumers;

/// <summary>A program, in most cases a project of tests/consumers that uses the packages as a user's does, published in one way.</summary>
/// <param name="Name">The name of its row in the table, its step and its folder.</param>
/// <param name="RuntimeIdentifier">Null if it is published without one.</param>
/// <param name="How">How it is published, for the table.</param>
internal abstract partial record Consumer(string Name, string? RuntimeIdentifier, string How)
{
    /// <summary>In the table's order. The slowest come last.</summary>
    public static IReadOnlyList<Consumer> All { get; } =
    [
        new AppConsumer("portable app", null, "framework-dependent") { Libraries = Target.All.Count },
        new AppConsumer("app", "linux-x64", "framework-dependent") { Arguments = FrameworkDependent },
        new AppConsumer("app with its runtime", "linux-x64", "self-contained") { Arguments = SelfContained },
        new AppConsumer("app in a file", "linux-x64", "framework-dependent, `PublishSingleFile`")
        {
            Arguments = [.. FrameworkDependent, SingleFile],
        },
        new AppConsumer("app in a file with its runtime", "linux-x64", "self-contained, `PublishSingleFile`")
        {
            Arguments = [.. SelfContained, SingleFile],
        },
        new AppConsumer(
            "app in a file with all", "linux-x64",
            "self-contained, `PublishSingleFile`, `IncludeNativeLibrariesForSelfExtract`")
        {
            Libraries = 0,
            Arguments = [.. SelfContained, SingleFile, "-p:IncludeNativeLibrariesForSelfExtract=true"],
        },
        new ServerConsumer(),
        new TestsConsumer(),
        new RecordsConsumer("records of your own crate", null, "framework-dependent"),
        new AppConsumer("app for ARM", "linux-arm64", "self-contained") { Arguments = SelfContained },
        new AppConsumer("app for musl", "linux-musl-x64", "self-contained") { Arguments = SelfContained },
        new AppConsumer("app for Windows", "win-x64", "self-contained") { Arguments = SelfContained },
        new AppConsumer("trimmed app", "linux-x64", "`PublishTrimmed`") { Arguments = ["-p:PublishTrimmed=true"] },
        new AppConsumer("app ahead of time", "linux-x64", "`PublishAot`") { Arguments = ["-p:PublishAot=true"] },
        new AppConsumer("app linked with the library", "linux-x64", "`PublishAot`, with `RustInterop.Static`")
        {
            Libraries = 0,
            Arguments = ["-p:PublishAot=true", "-p:LinkedIn=true"],
        },
        new RecordsConsumer("records ahead of time", "linux-x64", "`PublishAot`") { Arguments = ["-p:PublishAot=true"] },
        new FleetToolConsumer(),
        new TwoVersionsConsumer(),
        new OwnPackageConsumer(),
    ];

    /// <summary>Further arguments of <c>dotnet publish</c>.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>What runs it here; null if it runs by itself.</summary>
    public virtual string? Runner => null;

    /// <summary>Further environment variables of <c>dotnet publish</c>.</summary>
    protected virtual IReadOnlyDictionary<string, string?> Environment => new Dictionary<string, string?>();

    protected string Folder => Path.Combine(ConsumerPackages.Root, Name.Replace(' ', '-'));

    private static string[] SelfContained => ["--self-contained"];

    private static string[] FrameworkDependent => ["--no-self-contained"];

    private static string SingleFile => "-p:PublishSingleFile=true";

    /// <summary>Publishes and uses it.</summary>
    /// <returns>The size of what was published in bytes; null if nothing was.</returns>
    /// <exception cref="BuildException">It does not work.</exception>
    public async Task<long?> ProveAsync(Step step)
    {
        Repository.MakeEmpty(Folder);
        return await UseAsync(step);
    }

    protected abstract Task<long?> UseAsync(Step step);

    /// <returns>The folder of the result.</returns>
    protected async Task<string> PublishAsync(Step step, string project, string version, params string[] properties)
    {
        string output = Path.Combine(Folder, version);
        string[] identifier = RuntimeIdentifier is null ? [] : ["-r", RuntimeIdentifier];
        Tool publish = ConsumerPackages.With(Dotnet.Publish(
            ConsumerPackages.ProjectFolder(project),
            ["-o", output, .. ConsumerPackages.Arguments(Path.Combine(Folder, "build", version), version), .. identifier, .. Arguments, .. properties]));
        await RunWithoutWarningAsync(step, publish with
        {
            Environment = new Dictionary<string, string?>([.. publish.Environment, .. Environment]),
        });
        return output;
    }

    protected static async Task RunWithoutWarningAsync(Step step, Tool tool)
    {
        List<string> complaints = [];
        int exitCode = await tool.TryRunAsync(step, line =>
        {
            step.Log(line);
            if (Complaint().IsMatch(line))
            {
                complaints.Add(line.Trim());
            }
        });
        if (exitCode != 0 || complaints.Count > 0)
        {
            string said = complaints.Count > 0 ? $": {complaints[0]}" : "";
            throw new BuildException($"dotnet {tool.Arguments[0]} ended with exit code {exitCode}{said}");
        }
    }

    /// <summary>The size of the files in a folder, in bytes, without debug information.</summary>
    protected static long SizeOf(string folder) =>
        new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories)
            .Where(file => file.Extension is not (".pdb" or ".dbg"))
            .Sum(file => file.Length);

    // As MSBuild, the trimmer and the linkers write them.
    [GeneratedRegex(@"\b(?:error|warning)(?: \w+)?: ")]
    private static partial Regex Complaint();
}
