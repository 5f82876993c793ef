using System.CommandLine;
using RustInterop.Build.Fleet;

namespace RustInterop.Build.Verbs;

/// <summary>Runs samples/FleetServer several times, for people to try.</summary>
internal static class Cluster
{
    private const int DefaultSilos = 3;

    public static Command Create()
    {
        Option<FleetStore> store = new("--store") { Description = "Where jobs are kept.", DefaultValueFactory = _ => FleetStore.PostgreSql };
        Option<int> silos = new("--silos") { Description = "How many servers.", DefaultValueFactory = _ => DefaultSilos };
        Command command = new("cluster", "Start servers for fleet jobs on this machine, until Ctrl-C; needs Debian 12.") { store, silos };
        command.SetAction((result, cancellation) =>
            Verb.RunAsync(token => RunAsync(result.GetValue(store), result.GetValue(silos), token), cancellation));
        return command;
    }

    private static async Task RunAsync(FleetStore store, int silos, CancellationToken cancellation)
    {
        await FleetServerProgram.BuildAsync(cancellation);
        // A file belongs to one process.
        await using FleetCluster cluster = new(store, store == FleetStore.Sqlite ? 1 : silos) { HasPorts = true };
        await Step.RunAsync("cluster", cluster.StartAsync, cancellation);
        Console.WriteLine();
        foreach (Silo silo in cluster.Silos)
        {
            Console.WriteLine($"{silo.Url}  process {silo.ProcessId}");
        }

        Console.WriteLine($"""

            The pages ask for a token, which is in {cluster.TokenFile}
            A job from the command line:
            dotnet run --project src/RustInterop.Fleet.Tool -- --server {cluster.Silos[0].Url} --server-token-file {cluster.TokenFile} --transport local -w 'node[1-1000]' -- 'sleep 1; echo $HOST'
            Kill one of the processes, and look what becomes of the job. Ctrl-C stops all, and deletes all jobs.
            """);
        await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
