using RustInterop.Tests.Support;

namespace RustInterop.Tests.Packaging;

/// <summary>A folder that uses the packages as a user would, without anything else of this repository.</summary>
internal sealed class ConsumerFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    internal ConsumerFolder()
    {
        Write("nuget.config", $"""
            <configuration>
              <packageSources>
                <clear />
                <add key="local" value="{PackageFile.Folder}" />
                <add key="machine" value="{MachinePackages}" />
              </packageSources>
              <packageSourceMapping>
                <clear />
                <packageSource key="local">
                  <package pattern="RustInterop*" />
                </packageSource>
                <packageSource key="machine">
                  <package pattern="*" />
                </packageSource>
              </packageSourceMapping>
            </configuration>
            """);
        Directory.CreateDirectory(PathOf("tmp"));
    }

    internal string FullName => _folder.FullName;

    /// <summary>An environment that uses and changes nothing of the user's, and leaves nothing behind.</summary>
    internal Dictionary<string, string?> Environment => new()
    {
        ["DOTNET_CLI_HOME"] = PathOf("home"),
        ["DOTNET_ADD_GLOBAL_TOOLS_TO_PATH"] = "false",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_CLI_UI_LANGUAGE"] = "en",
        ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
        ["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false",
        ["DOTNET_NOLOGO"] = "1",
        ["NUGET_PACKAGES"] = PathOf("packages"),
        ["ImportDirectoryBuildProps"] = "false",
        ["ImportDirectoryBuildTargets"] = "false",
        ["ImportDirectoryPackagesProps"] = "false",
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["MSBUILDTERMINALLOGGER"] = "off",
        ["UseSharedCompilation"] = "false",
        ["TMPDIR"] = PathOf("tmp"),
    };

    // The folder to which this repository's own tests are restored also works as a feed, without a network.
    private static string MachinePackages =>
        System.Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    internal string PathOf(string name) => _folder.PathOf(name);

    /// <summary>
    /// Lets cargo take crates from where the build has them, if the registry did not answer it. Otherwise cargo has fetched them.
    /// </summary>
    internal void UseCratesOfTheBuild(Dictionary<string, string?> environment)
    {
        environment["CARGO_NET_OFFLINE"] = "true";
        string config = Repository.PathOf("artifacts", "cargo", "config.toml");
        if (File.Exists(config))
        {
            // In that file, paths are relative to the folder above.
            Write("cargo-home/config.toml", File.ReadAllText(config).Replace(
                "directory = \"", $"directory = \"{Repository.PathOf("artifacts")}/", StringComparison.Ordinal));
            environment["CARGO_HOME"] = PathOf("cargo-home");
        }
    }

    /// <summary>Writes a file, with the folders above it.</summary>
    internal void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllText(PathOf(name), text);
    }

    /// <summary>The files of a folder by their paths within it.</summary>
    internal Dictionary<string, string> ReadAll(string folder) =>
        Directory.GetFiles(PathOf(folder), "*", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetRelativePath(PathOf(folder), path), File.ReadAllText);

    /// <summary>Runs dotnet in this folder, or in one within it.</summary>
    internal Task<ProcessResult> DotnetAsync(
        IEnumerable<string> arguments, IDictionary<string, string?>? environment = null, string directory = "") =>
        Command.RunAsync(
            "dotnet", arguments, environment: environment ?? Environment, directory: PathOf(directory));

    /// <summary>Installs the package of templates, also if it is installed already.</summary>
    internal Task InstallTemplatesAsync() => RunAsync(
        "new", "install", $"RustInterop.Templates@{PackageFile.Version}", "--add-source", PackageFile.Folder, "--force");

    /// <summary>Runs dotnet in this folder. It must succeed.</summary>
    internal async Task RunAsync(params string[] arguments)
    {
        ProcessResult result = await DotnetAsync(arguments);
        result.ExitCode.Should().Be(0, "the output was {0} {1}", result.Stdout, result.Stderr);
    }

    public void Dispose() => _folder.Dispose();
}
