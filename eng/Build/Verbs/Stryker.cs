using System.CommandLine;
using System.Globalization;
using RustInterop.Build.Mutation;

namespace RustInterop.Build.Verbs;

/// <summary>Changes the library's C# in many small ways, of which tests have to notice each.</summary>
internal static class Stryker
{
    public static Command Create()
    {
        Option<string[]> mutate = new("--mutate")
        {
            Description = "Files to change, as **/Json/*.cs; those of stryker-config.yaml where nothing is said.",
            HelpName = "glob",
        };
        Option<int> concurrency = new("--concurrency")
        {
            Description = "How many mutants are tested at once.",
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
        await Crates.FetchAsync(cancellation);
        await Step.RunAsync("tools", Dotnet.RestoreTools().RunAsync, cancellation);
        EmptyFolder.Create(Repository.Stryker);
        DeleteCopies();
        string[] arguments = ["--concurrency", concurrency, .. globs.SelectMany(glob => new[] { "--mutate", glob })];
        await Step.RunAsync("stryker", Dotnet.Stryker(Repository.Stryker, arguments).RunAsync, cancellation);
        await Step.RunAsync("mutants", step => JudgeAsync(step, isWhole: globs.Length == 0), cancellation);
    }

    // Stryker never deletes its copy of the library, and after the next run would put that one back for a newer.
    private static void DeleteCopies()
    {
        foreach (string copy in Directory.EnumerateFiles(
            Repository.TestsFolder, "*.stryker-unchanged", SearchOption.AllDirectories))
        {
            File.Delete(copy);
        }
    }

    /// <param name="step">Logs each mutant that lives and is not accepted.</param>
    /// <param name="isWhole">Whether all was mutated: else what the list accepts need not be there.</param>
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
            step.Log($"accepted, and not alive: {key}");
        }

        // None killed: it was not the mutated library that the tests ran with.
        if (killed == 0 || unnoticed.Length + outdated.Length > 0)
        {
            throw new BuildException(
                $"{killed} killed, {unnoticed.Length} unnoticed, {outdated.Length} of {AcceptedMutants.ListPath} not alive");
        }
    }
}
