using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RustInterop.Orleans;

// One silo with a file, as a service has it: FILE SILO-PORT GATEWAY-PORT HOSTS ACTION. Runs a job, or goes on with it, and prints what
// became of each host. Ends with the job, or gracefully by SIGTERM.
HostApplicationBuilder builder = Host.CreateApplicationBuilder();
builder.Logging.SetMinimumLevel(LogLevel.Error);
builder.UseOrleans(silo => silo
    .UseLocalhostClustering(Number(args[1]), Number(args[2]))
    .UseRustFleet(fleet => (fleet.File, fleet.BatchSize, fleet.BlockSize) = (args[0], 32, 4)));
using IHost host = builder.Build();
await host.StartAsync().ConfigureAwait(false);

string[] hosts = [.. Enumerable.Range(0, Number(args[3])).Select(number => string.Create(CultureInfo.InvariantCulture, $"host{number}"))];
ProcedureInput input = new(TimeSpan.FromSeconds(60), 0, hosts, args[4], 1) { Transport = Transport.Local, Concurrency = 8 };
IGrainFactory client = host.Services.GetRequiredService<IGrainFactory>();
IHostApplicationLifetime lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
Task run = client.RunFleetAsync("job", input, new Printer());
await Task.WhenAny(run, Task.Delay(Timeout.Infinite, lifetime.ApplicationStopping)).ConfigureAwait(false);
lifetime.StopApplication();
await host.WaitForShutdownAsync().ConfigureAwait(false);

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

internal sealed class Printer : IProgress<FleetJobUpdate>
{
    public void Report(FleetJobUpdate value)
    {
        foreach (HostResult result in value.Results)
        {
            Console.WriteLine($"{result.Outcome} {result.Host}");
        }
    }
}
