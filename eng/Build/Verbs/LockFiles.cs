using System.CommandLine;

namespace RustInterop.Build.Verbs;

/// <summary>Renews what a restore installs.</summary>
internal static class LockFiles
{
    public static Command Create() => Verb.Create(
        "lock", "Renew each packages.lock.json, after a change of a package's version or of our own.", RunAsync);

    private static Task RunAsync(CancellationToken cancellation) => Step.RunAsync("lock", async step =>
    {
        foreach (string project in (string[])[Repository.Solution, Repository.BuildProject, Repository.StaticProject, Repository.SwigProject])
        {
            await Dotnet.RenewLock(project).RunAsync(step);
        }
    }, cancellation);
}
