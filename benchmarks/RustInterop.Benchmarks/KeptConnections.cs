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

    internal static async Task RunAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        List<string[]> rows = [];
        if (LoopbackSshd.Program is null)
        {
            rows.Add(["all", "not available: no sshd"]);
        }
        else
        {
            using LoopbackSshd sshd = await LoopbackSshd.CreateAsync().ConfigureAwait(false);
            int port = await sshd.ListenAsync(await sshd.WriteConfigurationAsync("sshd_config").ConfigureAwait(false)).ConfigureAwait(false);
            foreach (string? keyExchange in new[] { null, "curve25519-sha256" })
            {
                rows.AddRange(Measure(await Server.CreateAsync(sshd, port, keyExchange).ConfigureAwait(false)));
            }
        }

        await new Report(folder).WriteTableAsync(
            "kept-connections",
            ["key exchange", "", "time", "÷ the next action", "processor time of the clients", "÷ the next action"],
            rows).ConfigureAwait(false);
    }

    private static IEnumerable<string[]> Measure(Server server)
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
            Report.Say(string.Create(CultureInfo.InvariantCulture,
                $"kept-connections, round {round}: {without[^1].Seconds:0.00} s, {first[^1].Seconds:0.00} s, {next[^1].Seconds:0.00} s"));
        }

        // The first round is the warm-up.
        string keyExchange = server.KeyExchange is { } name ? $"`{name}`" : "the default";
        return
        [
            Row("a connection for each action", without),
            Row("the first action on kept connections", first),
            Row("the next action on them", next),
        ];

        string[] Row(string what, List<Cost> costs) =>
            [keyExchange, what, .. Columns(costs, cost => cost.Seconds), .. Columns(costs, cost => cost.ProcessorSeconds)];

        string[] Columns(List<Cost> costs, Func<Cost, double> seconds) =>
        [
            Spread.Of([.. costs.Skip(1).Select(seconds)], " s"),
            costs == next ? "" : Spread.Of([.. costs.Zip(next, (cost, next) => seconds(cost) / seconds(next)).Skip(1)], ""),
        ];
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

    // Connections that are kept are children that have not ended.
    private static double ProcessorSeconds() => ProcessorTime.Seconds()
        + ProcessStatus.Parents().Where(process => process.Value == Environment.ProcessId).Select(process => process.Key)
            .Where(process => ProcessStatus.Program(process) == "ssh").Sum(SecondsOf);

    private static double SecondsOf(int process) => double.Parse(
        File.ReadAllText($"/proc/{ProcessStatus.Text(process)}/schedstat").Split(' ')[0], CultureInfo.InvariantCulture) * 1e-9;

    private sealed record Cost(double Seconds, double ProcessorSeconds);
}
