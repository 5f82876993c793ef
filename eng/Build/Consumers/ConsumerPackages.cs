namespace RustInterop.Build.Consumers;

/// <summary>The packages folder that the consumers share. What a build before this one left there of ours is not used.</summary>
internal static class ConsumerPackages
{
    /// <summary>All that is made of the consumers.</summary>
    public static string Root => Path.Combine(Repository.Artifacts, "consumers");

    private static string Folder => Path.Combine(Root, "packages");

    public static string ProjectFolder(string project) => Path.Combine(Repository.Root, "tests", "consumers", project);

    /// <summary>What dotnet is told for a consumer with a version of ours, built in a folder.</summary>
    public static string[] Arguments(string build, string version) =>
        ["--artifacts-path", build, $"-p:RustInteropVersion={version}"];

    public static Tool With(Tool dotnet) => dotnet with
    {
        Environment = new Dictionary<string, string?>(dotnet.Environment) { ["NUGET_PACKAGES"] = Folder },
    };

    /// <summary>Takes this version's packages from where the build has put them.</summary>
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
    /// Takes a version of ours from a feed and from nowhere else: what is in the folder by its exact version is not looked for
    /// again.
    /// </summary>
    public static Task RestoreAsync(Step step, string version, string feed, params string[] arguments) =>
        With(Dotnet.Restore(ProjectFolder(AppConsumer.Project),
            ["--source", feed, .. Arguments(Path.Combine(Root, "restore", version), version), .. arguments])).RunAsync(step);
}
