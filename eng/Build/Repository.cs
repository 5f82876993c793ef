namespace RustInterop.Build;

/// <summary>The paths of the repository.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The version of the packages and of this program.</summary>
    public static string Version { get; } = typeof(Repository).Assembly.GetName().Version!.ToString(3);

    public static string Native => Path.Combine(Root, "native");

    public static string Fuzz => Path.Combine(Native, "fuzz");

    /// <summary>The folders of all cargo workspaces: the library's, and those of crates as a user writes them.</summary>
    public static IReadOnlyList<string> Crates =>
    [
        Native,
        Path.Combine(Root, "samples", "ImageFilters", "native"),
        Path.Combine(Root, "samples", "LogAnalyser", "native"),
        Path.Combine(Root, "samples", "SearchIndex", "native"),
        Path.Combine(Root, "samples", "TextStats", "native"),
        Path.Combine(Root, "tests", "crates", "lifetimes"),
        Path.Combine(Root, "tests", "crates", "records"),
        Path.Combine(Root, "tests", "crates", "talker"),
        Path.Combine(Root, "tests", "crates", "timers"),
        Workshop,
        CrossingCrate,
    ];

    /// <summary>A crate as a user writes it, for the tests.</summary>
    public static string Workshop => Path.Combine(Root, "tests", "crates", "workshop");

    /// <summary>A crate as a user writes it, for the benchmarks.</summary>
    public static string CrossingCrate => Path.Combine(Root, "benchmarks", "native");

    public static string Solution => Path.Combine(Root, "RustInterop.sln");

    public static string BuildProject => Path.Combine(Root, "eng", "Build", "Build.csproj");

    public static string LibraryProject => Path.Combine(Root, "src", "RustInterop", "RustInterop.csproj");

    public static string StaticProject =>
        Path.Combine(Root, "src", "RustInterop.Static", "RustInterop.Static.csproj");

    public static string LoggingProject =>
        Path.Combine(Root, "src", "RustInterop.Extensions.Logging", "RustInterop.Extensions.Logging.csproj");

    public static string OrleansProject =>
        Path.Combine(Root, "src", "RustInterop.Orleans", "RustInterop.Orleans.csproj");

    public static string ToolProject =>
        Path.Combine(Root, "src", "RustInterop.Fleet.Tool", "RustInterop.Fleet.Tool.csproj");

    public static string TemplatesProject => Path.Combine(Root, "templates", "RustInterop.Templates.csproj");

    public static string VerifierProject => Path.Combine(Root, "eng", "verify-package", "VerifyPackage.csproj");

    public static string DemoProject => Path.Combine(Root, "samples", "Tour", "Tour.csproj");

    public static string FleetServerProject => Path.Combine(Root, "samples", "FleetServer", "FleetServer.csproj");

    /// <summary>The program that <see cref="FleetServerProject"/> builds.</summary>
    public static string FleetServer =>
        Path.Combine(Root, "samples", "FleetServer", "bin", "Release", "net10.0", "FleetServer.dll");

    public static string TestsFolder => Path.Combine(Root, "tests", "RustInterop.Tests");

    public static string TestsProject => Path.Combine(TestsFolder, "RustInterop.Tests.csproj");

    /// <summary>The program that tests and torture start.</summary>
    public static string ChildProject =>
        Path.Combine(Root, "tests", "RustInterop.Tests.Child", "RustInterop.Tests.Child.csproj");

    public static string BenchmarkProject =>
        Path.Combine(Root, "benchmarks", "RustInterop.Benchmarks", "RustInterop.Benchmarks.csproj");

    public static string FleetJobsProject => Path.Combine(Root, "benchmarks", "FleetJobs", "FleetJobs.csproj");

    public static string FirstCallProject => Path.Combine(Root, "benchmarks", "FirstCall", "FirstCall.csproj");

    /// <summary>A peer of the benchmarks.</summary>
    public static string SwigProject => Path.Combine(Root, "benchmarks", "peers", "swig", "SwigPeer.csproj");

    /// <summary>Everything that the build makes outside bin, obj and target. Git ignores it.</summary>
    public static string Artifacts => Path.Combine(Root, "artifacts");

    /// <summary>What torture builds, and the inputs that caused a failure.</summary>
    public static string Torture => Path.Combine(Artifacts, "torture");

    /// <summary>The compiled peers, and the results of the benchmarks.</summary>
    public static string Benchmarks => Path.Combine(Artifacts, "benchmarks");

    /// <summary>Stryker's report.</summary>
    public static string Stryker => Path.Combine(Artifacts, "stryker");

    public static string Logs => Path.Combine(Artifacts, "logs");

    public static string Packages => Path.Combine(Artifacts, "packages");

    public static string TestResults => Path.Combine(Artifacts, "test-results");

    /// <summary>Creates a folder, or empties the one that is there.</summary>
    public static void MakeEmpty(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
    }

    private static string FindRoot()
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "RustInterop.sln")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName
            ?? throw new BuildException($"no folder above {AppContext.BaseDirectory} has RustInterop.sln");
    }
}
