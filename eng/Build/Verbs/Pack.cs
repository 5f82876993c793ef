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
            Description = "With the native libraries of all systems, built here; needs Debian 12 x64.",
        };
        Command command = new("pack", "Make the NuGet packages in artifacts/packages.") { all };
        command.SetAction((result, cancellation) =>
            Verb.RunAsync(token => RunAsync(result.GetValue(all), token), cancellation));
        return command;
    }

    /// <summary>The steps alone, for what has been set up; with <paramref name="all"/>, that too has been built.</summary>
    public static async Task PackAsync(bool all, CancellationToken cancellation)
    {
        await Step.RunAsync("pack", step => PackAsync(all, step), cancellation);
        await Step.RunAsync("verify package", step => PackageVerifier.VerifyAsync(all, step), cancellation);
    }

    private static async Task RunAsync(bool all, CancellationToken cancellation)
    {
        await Step.RunAsync("prerequisites", Prerequisites.CheckCompilersAsync, cancellation);
        await Crates.FetchAsync(cancellation);
        if (all)
        {
            await NativeLibraries.BuildAsync(cancellation);
        }

        await PackAsync(all, cancellation);
        foreach (string package in Directory.GetFiles(Repository.Packages).Order())
        {
            Console.WriteLine(Path.GetRelativePath(Repository.Root, package));
        }
    }

    private static async Task PackAsync(bool all, Step step)
    {
        EmptyFolder.Create(Repository.Packages);
        string? time = await CommitTimeAsync(step);
        await Sbom.WriteAsync(step);
        string[] properties = [$"-p:Sbom={Sbom.FilePath}", .. all ? [$"-p:NativeLibraries={NativeLibraries.Folder}/"] : Array.Empty<string>()];
        await Dotnet.Pack(Repository.LibraryProject, Repository.Packages, time, properties).RunAsync(step);
        await Dotnet.Pack(Repository.TemplatesProject, Repository.Packages, time).RunAsync(step);
    }

    /// <returns>Seconds since 1970, or null outside a git clone.</returns>
    private static async Task<string?> CommitTimeAsync(Step step) =>
        Tool.Find("git") is null ? null : await new Tool("git", "log", "-1", "--format=%ct").TryReadAsync(step);
}
