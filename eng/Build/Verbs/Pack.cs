using System.CommandLine;

namespace RustInterop.Build.Verbs;

/// <summary>Makes the NuGet packages, with the native library of this machine's kind inside.</summary>
internal static class Pack
{
    public static Command Create() => Verb.Create("pack", "Make the NuGet packages in artifacts/packages.", RunAsync);

    /// <summary>The step alone, for what has been set up.</summary>
    public static Task PackAsync(CancellationToken cancellation) => Step.RunAsync("pack", PackAsync, cancellation);

    private static async Task RunAsync(CancellationToken cancellation)
    {
        await Step.RunAsync("prerequisites", Prerequisites.CheckCompilersAsync, cancellation);
        await Crates.FetchAsync(cancellation);
        await PackAsync(cancellation);
        foreach (string package in Directory.GetFiles(Repository.Packages).Order())
        {
            Console.WriteLine(Path.GetRelativePath(Repository.Root, package));
        }
    }

    private static async Task PackAsync(Step step)
    {
        if (Directory.Exists(Repository.Packages))
        {
            Directory.Delete(Repository.Packages, recursive: true);
        }

        string? time = await CommitTimeAsync(step);
        await Dotnet.Pack(Repository.LibraryProject, Repository.Packages, time).RunAsync(step);
        await Dotnet.Pack(Repository.TemplatesProject, Repository.Packages, time).RunAsync(step);
    }

    /// <returns>Seconds since 1970, or null outside a git clone.</returns>
    private static async Task<string?> CommitTimeAsync(Step step) =>
        Tool.Find("git") is null ? null : await new Tool("git", "log", "-1", "--format=%ct").TryReadAsync(step);
}
