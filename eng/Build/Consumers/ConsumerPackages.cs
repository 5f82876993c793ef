namespace RustInterop.Build.Consumers;

/// <summary>The NuGet packages folder that all consumers share. It never has our packages of an earlier build.</summary>
internal static class ConsumerPackages
{
    /// <summary>Everything that is made of the consumers.</summary>
    public static string Root => Path.Combine(Repository.Artifacts, "consumers");

    private static string Folder => Path.Combine(Root, "packages");

    public static string ProjectFolder(string project) => Path.Combine(Repository.Root, "tests", "consumers", project);

    /// <summary>The arguments that build a consumer in a folder, with one version of our packages.</summary>
    public static string[] Arguments(string build, string version) =>
        ["--artifacts-path", build, $"-p:RustInteropVersion={version}"];

    public static Tool With(Tool dotnet) => dotnet with
    {
        Environment = new Dictionary<string, string?>(dotnet.Environment) { ["NUGET_PACKAGES"] = Folder },
    };

    /// <summary>Restores this version's packages from artifacts/packages.</summary>
    public static async Task RestoreAsync(Step step)
    {
        Directory.CreateDirectory(Folder);
        foreach (string package in Directory.GetDirectories(Folder, "rustinterop*"))
        {
            Directory.Delete(package, recursive: true);
        }

        await RestoreAsync(step, Repository.Version, Repository.Packages, "-p:LinkedIn=true");
    }

    /// <summary>
    /// Restores one version of our packages from one feed. NuGet does not look for an exact version again once the folder has
    /// it.
    /// </summary>
    public static Task RestoreAsync(Step step, string version, string feed, params string[] arguments) =>
        With(Dotnet.Restore(ProjectFolder(AppConsumer.Project),
            ["--source", feed, .. Arguments(Path.Combine(Root, "restore", version), version), .. arguments])).RunAsync(step);
}
