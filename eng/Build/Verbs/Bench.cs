using System.CommandLine;
using RustInterop.Build.Benchmarks;
using RustInterop.Build.Crates;

namespace RustInterop.Build.Verbs;

/// <summary>Measures RustInterop side by side with its peers, and writes docs/benchmarks.md.</summary>
internal static class Bench
{
    public static Command Create()
    {
        Option<string> only = new Option<string>("--only")
        {
            Description = "Run this part only.",
            HelpName = "part",
        }.AcceptOnlyFromAmong([.. Part.All.Select(part => part.Name)]);
        Option<bool> check = new("--check")
        {
            Description = "Change no docs, and fail if a ratio is worse than there, by more than its spread and 5 %.",
        };
        Command command = new("bench", "Measure RustInterop side by side with its peers; needs Linux.") { only, check };
        command.SetAction((result, cancellation) =>
            Verb.RunAsync(token => RunAsync(result.GetValue(only), result.GetValue(check), token), cancellation));
        return command;
    }

    private static async Task RunAsync(string? only, bool check, CancellationToken cancellation)
    {
        Part[] parts = [.. Part.All.Where(part => only is null || part.Name == only)];
        await Step.RunAsync("prerequisites", async step =>
        {
            if (!OperatingSystem.IsLinux())
            {
                throw new BuildException("the benchmarks need Linux, which reports what a process costs");
            }

            await Prerequisites.CheckCompilersAsync(step);
        }, cancellation);
        await Step.RunAsync("peers", step => PeerPrograms.EnsureAsync(step, parts), cancellation);
        if (parts.Any(part => part.NeedsServers))
        {
            await Step.RunAsync("servers", DatabaseServers.RequireAsync, cancellation);
        }

        await CrateSource.FetchAsync(cancellation);
        foreach (string project in parts.Select(part => part.Project).Distinct())
        {
            await Step.RunAsync("restore", Dotnet.Restore(project).RunAsync, cancellation);
            await Step.RunAsync("build", Dotnet.Build(project).RunAsync, cancellation);
        }

        foreach (Part part in parts)
        {
            string command = $"./build.sh bench{(only is null ? "" : $" --only {only}")}";
            await Step.RunAsync(part.Name, step => check ? part.CheckAsync(step) : part.RunAsync(step, command), cancellation);
        }
    }
}
