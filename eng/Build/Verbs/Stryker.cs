using System.CommandLine;
using System.Globalization;
using RustInterop.Build.Crates;
using RustInterop.Build.Tests;

namespace RustInterop.Build.Verbs;

/// <summary>Changes the library's C# in many small ways. A test has to notice each change.</summary>
internal static class Stryker
{
    public static Command Create()
    {
        Option<string[]> mutate = new("--mutate")
        {
            Description = "Files to change, for example **/Json/*.cs; by default those of stryker-config.yaml.",
            HelpName = "glob",
        };
        Option<int> concurrency = new("--concurrency")
        {
            Description = "How many mutants to test at once.",
            DefaultValueFactory = _ => Math.Max(1, Environment.ProcessorCount / 2),
        };
        Command command = new("stryker", "Mutate the C# library, and fail for each mutant that no test notices.") { mutate, concurrency };
        command.SetAction((result, cancellation) =>
        {
            string[] globs = result.GetValue(mutate) ?? [];
            string mutants = result.GetValue(concurrency).ToString(CultureInfo.InvariantCulture);
            return Verb.RunAsync(token => RunAsync(globs, mutants, token), cancellation);
        });
        return command;
    }

    private static async Task RunAsync(string[] globs, string concurrency, CancellationToken cancellation)
    {
        await Step.RunAsync("prerequisites", Prerequisites.CheckCompilersAsync, cancellation);
        await CrateSource.FetchAsync(cancellation);
        await Step.RunAsync("tools", Dotnet.RestoreTools().RunAsync, cancellation);
        Repository.MakeEmpty(Repository.Stryker);
        DeleteCopies();
        string[] arguments = ["--concurrency", concurrency, .. globs.SelectMany(glob => new[] { "--mutate", glob })];
        await Step.RunAsync("stryker", Dotnet.Stryker(Repository.Stryker, arguments).RunAsync, cancellation);
        await Step.RunAsync("mutants", step => JudgeAsync(step, isWhole: globs.Length == 0), cancellation);
    }

    // Stryker never deletes its copy of the library. After the next run it would restore that one over a newer library.
    private static void DeleteCopies()
    {
        foreach (string copy in Directory.EnumerateFiles(
            Repository.TestsFolder, "*.stryker-unchanged", SearchOption.AllDirectories))
        {
            File.Delete(copy);
        }
    }

    /// <param name="step">Logs each mutant that survived and is not accepted.</param>
    /// <param name="isWhole">Whether everything was mutated. If not, accepted mutants may be absent.</param>
    private static async Task JudgeAsync(Step step, bool isWhole)
    {
        IReadOnlyList<Mutant> mutants = StrykerReport.Read(Path.Combine(Repository.Stryker, "reports", "mutants.json"));
        IReadOnlyCollection<string> accepted = await AcceptedMutants.ReadKeysAsync(step.Cancellation);
        Mutant[] alive = [.. mutants.Where(mutant => mutant.IsAlive)];
        Mutant[] unnoticed = [.. alive.Where(mutant => !accepted.Contains(mutant.Key))];
        string[] outdated = isWhole ? [.. accepted.Except(alive.Select(mutant => mutant.Key))] : [];
        int killed = mutants.Count(mutant => mutant.Status == "Killed");
        Step.Note($"{killed} killed, {mutants.Count(mutant => mutant.Status == "Timeout")} timed out, "
            + $"{alive.Length - unnoticed.Length} accepted, {unnoticed.Length} unnoticed");
        foreach (Mutant mutant in unnoticed)
        {
            step.Log(mutant.ToString());
        }

        foreach (string key in outdated)
        {
            step.Log($"accepted, but not alive: {key}");
        }

        // None killed: the tests did not run with the mutated library.
        if (killed == 0 || unnoticed.Length + outdated.Length > 0)
        {
            throw new BuildException(
                $"{killed} killed, {unnoticed.Length} unnoticed, {outdated.Length} of {AcceptedMutants.ListPath} not alive");
        }
    }
}
