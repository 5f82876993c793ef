using System.CommandLine;
using System.Text.RegularExpressions;

namespace RustInterop.Build.Verbs;

/// <summary>Renews what a restore installs, and our own version in each Cargo.lock.</summary>
internal static partial class LockFiles
{
    private static readonly string[] s_projects =
        [Repository.Solution, Repository.BuildProject, Repository.StaticProject, Repository.SwigProject];

    private static readonly string[] s_crates =
    [
        .. Repository.Crates,
        Path.Combine(Repository.Native, "interop", "tests", "refused"),
        Path.Combine(Repository.Root, "tests", "consumers", "Loud", "native"),
    ];

    public static Command Create() => Verb.Create(
        "lock", "Renew each packages.lock.json, after a change of a package's version or of our own; and our version in each Cargo.lock.", RunAsync);

    private static Task RunAsync(CancellationToken cancellation) => Step.RunAsync("lock", async step =>
    {
        foreach (string project in s_projects)
        {
            await Dotnet.RenewLock(project).RunAsync(step);
        }

        foreach (string path in s_crates.Select(crate => Path.Combine(crate, "Cargo.lock")))
        {
            await File.WriteAllTextAsync(path, OurVersion().Replace(await File.ReadAllTextAsync(path), Repository.Version), step.Cancellation);
        }
    }, cancellation);

    [GeneratedRegex("""(?<=name = "rust-interop(?:-fleet|-library|-macros)?"\r?\nversion = ")[^"]+""")]
    private static partial Regex OurVersion();
}
