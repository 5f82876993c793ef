using System.Diagnostics;
using System.Globalization;
using RustInterop.Benchmarks.FanOut;
using RustInterop.Tests.Ssh;

namespace RustInterop.Benchmarks;

/// <summary>What the second procedure on 100 hosts costs, with kept connections and without. All hosts are one sshd on 127.0.0.1.</summary>
internal static class KeptConnections
{
    private const int Hosts = 100;
    private const int Rounds = 3;

    internal static async Task MeasureAsync()
    {
        using LoopbackSshd sshd = await LoopbackSshd.CreateAsync().ConfigureAwait(false);
        int port = await sshd.ListenAsync(await sshd.WriteConfigurationAsync("sshd_config").ConfigureAwait(false)).ConfigureAwait(false);
        foreach (string? keyExchange in new[] { null, "curve25519-sha256" })
        {
            Console.WriteLine($"{Hosts} hosts, {keyExchange ?? "the default key exchange"}: time; processor time of the clients");
            Measure(await Server.CreateAsync(sshd, port, keyExchange).ConfigureAwait(false));
        }
    }

    private static void Measure(Server server)
    {
        ProcedureInput plain = new(TimeSpan.FromMinutes(5), 0, [.. Enumerable.Range(0, Hosts).Select(host => $"host{host}")], "true", 1)
        {
            SshArguments = ["-F", server.Configuration],
        };
        ProcedureInput kept = plain with { KeepConnections = TimeSpan.FromMinutes(5), MaxKeptConnections = Hosts };
        List<Cost> without = [], first = [], next = [];
        for (int round = 0; round <= Rounds; round++)
        {
            // Options of its own keep a round from using the connections of another.
            string[] options = [.. plain.SshArguments, "-o", $"SetEnv=ROUND={round}"];
            without.Add(Run(plain with { SshArguments = options }));
            first.Add(Run(kept with { SshArguments = options }));
            next.Add(Run(kept with { SshArguments = options }));
        }

        // The first round is the warm-up.
        Print("one connection for each action", without[1..]);
        Print("the first action on kept connections", first[1..]);
        Print("the next action on them", next[1..]);
    }

    private static Cost Run(ProcedureInput input)
    {
        double start = ProcessorSeconds();
        Stopwatch watch = Stopwatch.StartNew();
        ProcedureOutput output = Rust.StartProcedure(input);
        double seconds = watch.Elapsed.TotalSeconds;
        return output.FailedHosts.Count == 0
            ? new(seconds, ProcessorSeconds() - start)
            : throw new InvalidOperationException($"{output.Message}: {output.Hosts.First(host => host.Error is not null)}");
    }

    private static void Print(string what, IReadOnlyList<Cost> costs) => Console.WriteLine(
        $"  {what}: {Spread.Of([.. costs.Select(cost => cost.Seconds)], " s")}; "
        + Spread.Of([.. costs.Select(cost => cost.ProcessorSeconds)], " s"));

    // Connections that are kept are children that have not ended.
    private static double ProcessorSeconds() => ProcessorTime.Seconds()
        + ProcessStatus.Parents().Where(process => process.Value == Environment.ProcessId).Select(process => process.Key)
            .Where(process => ProcessStatus.Program(process) == "ssh").Sum(SecondsOf);

    private static double SecondsOf(int process) => double.Parse(
        File.ReadAllText($"/proc/{ProcessStatus.Text(process)}/schedstat").Split(' ')[0], CultureInfo.InvariantCulture) * 1e-9;

    private sealed record Cost(double Seconds, double ProcessorSeconds);
}
