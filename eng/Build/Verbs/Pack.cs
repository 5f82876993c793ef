using System.CommandLine;
using RustInterop.Build.Cross;

namespace RustInterop.Build.Verbs;

/// <summary>Makes the NuGet packages, with the native library of this machine's kind inside, or with those of all.</summary>
internal static class Pack
{
    public static Command Create()
    {
        Option<bool> all = new("--all")
        {
            Description = "With the native libraries of all systems that can be built here; needs Debian 12 x64.",
        };
        Option<DirectoryInfo> libraries = new Option<DirectoryInfo>("--libraries")
        {
            Description = "With the native libraries that a folder has, in {rid}/native folders.",
            HelpName = "folder",
        }.AcceptExistingOnly();
        Command command = new("pack", "Make the NuGet packages in artifacts/packages, and verify them.") { all, libraries };
        command.Validators.Add(result =>
        {
            if (result.GetResult(all) is not null && result.GetResult(libraries) is not null)
            {
                result.AddError("--all and --libraries exclude each other.");
            }
        });
        command.SetAction((result, cancellation) =>
            Verb.RunAsync(token => RunAsync(result.GetValue(all), result.GetValue(libraries)?.FullName, token), cancellation));
        return command;
    }

    /// <summary>The step alone, for what has been set up.</summary>
    /// <param name="libraries">The folder of the native libraries, in {rid}/native folders; null for this machine's.</param>
    /// <param name="cancellation">Ends what runs.</param>
    public static async Task PackAsync(string? libraries, CancellationToken cancellation)
    {
        await Step.RunAsync("pack", step => PackAsync(libraries, step), cancellation);
        await Step.RunAsync(
            "verify package", step => PackageVerifier.VerifyAsync(forAll: libraries is not null, step), cancellation);
    }

    private static async Task RunAsync(bool all, string? libraries, CancellationToken cancellation)
    {
        await Step.RunAsync("prerequisites", Prerequisites.CheckCompilersAsync, cancellation);
        await Crates.FetchAsync(cancellation);
        if (all)
        {
            await NativeLibraries.BuildAsync(cancellation);
        }

        await PackAsync(all ? NativeLibraries.Folder : libraries, cancellation);
        foreach (string package in Directory.GetFiles(Repository.Packages).Order())
        {
            Console.WriteLine(Path.GetRelativePath(Repository.Root, package));
        }
    }

    private static async Task PackAsync(string? libraries, Step step)
    {
        EmptyFolder.Create(Repository.Packages);
        string? time = await CommitTimeAsync(step);
        await Sbom.WriteAsync(step);
        string[] content = [$"-p:Sbom={Sbom.FilePath}", .. libraries is null ? [] : new[] { $"-p:NativeLibraries={libraries}/" }];
        await Dotnet.Pack(Repository.LibraryProject, Repository.Packages, time, content).RunAsync(step);
        if (libraries == NativeLibraries.Folder)
        {
            await Dotnet.Pack(Repository.StaticProject, Repository.Packages, time,
                $"-p:StaticLibraries={NativeLibraries.StaticFolder}/").RunAsync(step);
        }

        await Dotnet.Pack(Repository.TemplatesProject, Repository.Packages, time).RunAsync(step);
    }

    /// <returns>Seconds since 1970, or null outside a git clone.</returns>
    private static async Task<string?> CommitTimeAsync(Step step) =>
        Tool.Find("git") is null ? null : await new Tool("git", "log", "-1", "--format=%ct").TryReadAsync(step);
}
