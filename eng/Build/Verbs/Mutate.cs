using System.CommandLine;
using RustInterop.Build.Crates;
using RustInterop.Build.Tests;

namespace RustInterop.Build.Verbs;

/// <summary>Changes the Rust code in one place at a time, and finds the changes that no test notices.</summary>
internal static class Mutate
{
    private static string Program => Path.Combine(Repository.Root, "tests", "mutation", "mutate.py");

    public static Command Create()
    {
        Argument<string[]> paths = new("paths") { Description = "Parts of the paths of the files to change; all by default." };
        Option<int?> sample = new("--sample") { Description = "Try this many mutants, chosen at random." };
        Option<int?> seed = new("--seed") { Description = "The seed of that choice." };
        Option<bool> again = new("--again") { Description = "Try only those that survived last time." };
        Command command = new("mutate", "Find changes of the Rust code that no test notices; needs Debian 12.") { paths, sample, seed, again };
        command.SetAction((result, cancellation) =>
        {
            List<string> arguments = [.. result.GetValue(paths) ?? []];
            Add("--sample", result.GetValue(sample));
            Add("--seed", result.GetValue(seed));
            if (result.GetValue(again))
            {
                arguments.Add("--again");
            }

            return Verb.RunAsync(token => RunAsync(arguments, token), cancellation);

            void Add(string option, int? value)
            {
                if (value is not null)
                {
                    arguments.AddRange([option, $"{value}"]);
                }
            }
        });
        return command;
    }

    private static async Task RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        await Step.RunAsync("prerequisites", Prerequisites.CheckCompilersAsync, cancellation);
        await CrateSource.FetchAsync(cancellation);
        await Step.RunAsync("hostile tools", HostileSuite.EnsureToolsAsync, cancellation);
        await Step.RunAsync(
            "mutants",
            step => new Tool("/usr/bin/python3", [Program, .. arguments]).RunAsync(step, Console.WriteLine),
            cancellation);
    }
}
