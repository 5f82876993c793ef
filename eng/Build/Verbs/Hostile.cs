using System.CommandLine;
using RustInterop.Build.Crates;
using RustInterop.Build.Tests;

namespace RustInterop.Build.Verbs;

/// <summary>Runs the library against ssh servers, login shells and configurations that could make an outcome wrong.</summary>
internal static class Hostile
{
    public static Command Create()
    {
        Argument<string[]> patterns = new("patterns") { Description = "Names of cases, with * and ?; all by default." };
        Option<bool> quick = new("--quick") { Description = "A selection that takes about a minute, without failing system calls." };
        Option<int> rounds = new("--rounds")
        {
            Description = "How often to repeat the case with many hosts on one sshd.",
            DefaultValueFactory = _ => 1,
        };
        Command command = new("hostile", "Try hostile and odd ssh servers against the library; needs Debian 12.") { patterns, quick, rounds };
        command.SetAction((result, cancellation) =>
        {
            string[] names = result.GetValue(patterns) ?? [];
            bool isQuick = result.GetValue(quick);
            List<string> arguments = [.. names, "--rounds", $"{result.GetValue(rounds)}"];
            if (isQuick)
            {
                arguments.Add("--quick");
            }

            bool hasFaults = !isQuick && names.Length == 0;
            return Verb.RunAsync(token => RunAsync(arguments, hasFaults, token), cancellation);
        });
        return command;
    }

    private static async Task RunAsync(IReadOnlyList<string> arguments, bool hasFaults, CancellationToken cancellation)
    {
        await Step.RunAsync("prerequisites", Prerequisites.CheckCompilersAsync, cancellation);
        await CrateSource.FetchAsync(cancellation);
        await Step.RunAsync("hostile tools", HostileSuite.EnsureToolsAsync, cancellation);
        await Step.RunAsync("library", Cargo.Build().RunAsync, cancellation);
        await Step.RunAsync(
            "hostile", step => HostileSuite.Run(Cargo.BuiltLibrary, arguments).RunAsync(step, Console.WriteLine), cancellation);
        if (hasFaults)
        {
            await Step.RunAsync(
                "faults", step => HostileSuite.RunFaults(Cargo.BuiltLibrary).RunAsync(step, Console.WriteLine), cancellation);
        }
    }
}
