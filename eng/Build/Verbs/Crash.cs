using System.CommandLine;
using System.IO.Enumeration;
using RustInterop.Build.Crashes;
using RustInterop.Build.Fleet;

namespace RustInterop.Build.Verbs;

/// <summary>Kills, freezes and cuts off the processes of fleet jobs, and checks what docs/distributed.md promises.</summary>
internal static class Crash
{
    private const int DefaultHosts = 5_000;

    public static Command Create()
    {
        Argument<string[]> patterns = new("cases") { Description = "Names of cases, with * and ?; all by default." };
        Option<int> hosts = new("--hosts") { Description = "How many hosts the jobs have.", DefaultValueFactory = _ => DefaultHosts };
        Option<bool> list = new("--list") { Description = "Only list the cases." };
        Option<bool> noBuild = new("--no-build") { Description = "Use the FleetServer that was built before." };
        Command command = new("crash", "Kill, freeze and cut off the processes of fleet jobs; needs Debian 12, as root.") { patterns, hosts, list, noBuild };
        command.SetAction((result, cancellation) =>
        {
            string[] names = result.GetValue(patterns) ?? [];
            CrashCase[] cases = [.. CrashCases.All.Where(crash => names.Length == 0 || names.Any(name => FileSystemName.MatchesSimpleExpression(name, crash.Name)))];
            if (result.GetValue(list))
            {
                Console.WriteLine(string.Join('\n', cases.Select(crash => crash.Name)));
                return Task.FromResult(0);
            }

            return Verb.RunAsync(token => RunAsync(cases, result.GetValue(hosts), !result.GetValue(noBuild), token), cancellation);
        });
        return command;
    }

    private static async Task RunAsync(CrashCase[] cases, int hosts, bool builds, CancellationToken cancellation)
    {
        if (builds)
        {
            await FleetServerProgram.BuildAsync(cancellation);
        }

        await Step.RunAsync("crash", async step =>
        {
            if (cases.Length == 0)
            {
                throw new BuildException("no case has such a name; --list lists them");
            }

            await CrashMatrix.RunAsync(cases, hosts, step);
        }, cancellation);
    }
}
