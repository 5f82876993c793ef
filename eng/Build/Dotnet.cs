namespace RustInterop.Build;

/// <summary>The dotnet commands of the build.</summary>
internal static class Dotnet
{
    public const string Configuration = "Release";

    // A restore fails if packages.lock.json is out of date. Projects that have no such file are restored as ever.
    private const string Locked = "-p:RestoreLockedMode=true";

    // Compiler and MSBuild servers would outlive the build and hold its pipes open.
    private static Dictionary<string, string?> Quiet => new()
    {
        ["DOTNET_CLI_UI_LANGUAGE"] = "en",
        ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
        ["DOTNET_NOLOGO"] = "1",
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["UseSharedCompilation"] = "false",
    };

    public static Tool Restore(string project, params string[] arguments) => Make(["restore", project, Locked, .. arguments]);

    /// <summary>Restores, and writes to packages.lock.json what was found now.</summary>
    public static Tool RenewLock(string project) => Make("restore", project, "--force-evaluate");

    public static Tool Build(string project) => Make("build", project, "--no-restore", "-c", Configuration, "-clp:NoSummary");

    /// <summary>
    /// Checks of all C# what the compiler does not: ends of files and lines, and encodings. The compiler checks all else, because
    /// .editorconfig makes warnings of it.
    /// </summary>
    public static Tool CheckFormat() =>
        Make("format", "whitespace", Repository.Root, "--folder", "--verify-no-changes", "--exclude", Repository.Artifacts);

    /// <summary>Checks the order of usings in a restored project or solution. The name selects no analyzer, but this.</summary>
    public static Tool CheckUsings(string project) =>
        Make("format", "style", project, "--diagnostics", "IMPORTS", "--verify-no-changes", "--no-restore");

    public static Tool Run(string project, params string[] arguments) =>
        Make(["run", "--project", project, "--no-build", "-c", Configuration, "--", .. arguments]);

    /// <summary>Runs tests of a built solution. Each project's trx report goes to a folder.</summary>
    /// <param name="solution">The solution.</param>
    /// <param name="results">The folder.</param>
    /// <param name="filter">As <c>dotnet test --filter</c> takes it; null for all tests.</param>
    public static Tool Test(string solution, string results, string? filter) =>
        Make(["test", solution, "--no-build", "-c", Configuration, "--logger", "trx",
            "--logger", "console;verbosity=normal", "--results-directory", results,
            .. filter is null ? [] : new[] { "--filter", filter }]);

    public static Tool RestoreTools() => Make("tool", "restore");

    /// <summary>Mutates the library as the tests' stryker-config.yaml says, and reports to a folder.</summary>
    public static Tool Stryker(string results, params string[] arguments) =>
        Make(["stryker", "-f", "stryker-config.yaml", "-O", results, "--skip-version-check", .. arguments]) with
        {
            Directory = Repository.TestsFolder,
            // Milliseconds to wait for dotnet --info, without which it finds no SDK. Its ten seconds are too few on a busy
            // machine.
            Environment = new Dictionary<string, string?>(Quiet) { ["DOTNET_INFO_WAIT_TIME"] = "300000" },
        };

    /// <summary>Restores, builds and publishes.</summary>
    public static Tool Publish(string project, params string[] arguments) =>
        Make(["publish", project, "-c", Configuration, Locked, .. arguments]);

    /// <summary>Restores, builds and runs a test project. Its trx report goes to a folder.</summary>
    public static Tool TestProject(string project, string results, params string[] arguments) =>
        Make(["test", project, "-c", Configuration, Locked, "--logger", "trx", "--results-directory", results, .. arguments]);

    /// <summary>Runs tests of a published assembly. Its trx report goes to a folder.</summary>
    /// <param name="assembly">The test assembly.</param>
    /// <param name="results">The folder of the report.</param>
    /// <param name="filter">As <c>dotnet test --filter</c> takes it.</param>
    /// <param name="environment">Variables of the test process, not of the runner.</param>
    public static Tool RunTests(
        string assembly, string results, string filter, IReadOnlyDictionary<string, string> environment) =>
        Make(["vstest", assembly, $"--TestCaseFilter:{filter}", "--logger:trx", "--logger:console;verbosity=normal",
            $"--ResultsDirectory:{results}", .. environment.Select(variable => $"-e:{variable.Key}={variable.Value}")]);

    /// <summary>Packs. The archive has the commit's time, so that the same commit gives the same bytes.</summary>
    public static Tool Pack(string project, string output, string? epoch, params string[] properties) =>
        Make(["pack", project, "-c", Configuration, "-o", output, Locked, .. properties]) with
        {
            Environment = new Dictionary<string, string?>(Quiet) { ["SOURCE_DATE_EPOCH"] = epoch },
        };

    private static Tool Make(params string[] arguments) => new("dotnet", arguments) { Environment = Quiet };
}
