using System.Globalization;
using RustInterop.Tests.Ssh;

namespace RustInterop.Benchmarks.FanOut;

/// <summary>Runs actions on many hosts, with RustInterop and with other tools.</summary>
internal static class FanOutBenchmark
{
    private const int SshHosts = 200;
    private const string FastKeyExchange = "curve25519-sha256";

    /// <summary>Measures everything and writes the tables into a folder.</summary>
    internal static async Task RunAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        Report report = new(folder);
        await Local(1_000, rounds: 5, slowRounds: 2).RunAsync(report).ConfigureAwait(false);
        await Local(5_000, rounds: 5, slowRounds: 1).RunAsync(report).ConfigureAwait(false);
        await Local(20_000, rounds: 3, slowRounds: 1).RunAsync(report).ConfigureAwait(false);
        await GrowthTable.RunAsync(report).ConfigureAwait(false);
        await RunSshAsync(report).ConfigureAwait(false);
    }

    private static Comparison Local(int hosts, int rounds, int slowRounds)
    {
        Goal twice = new(2);
        Entry c = new(new PosixSpawn(), rounds, new Goal(1 / 1.1));
        Entry floor = new(new ShellsAlone(), rounds);
        return new Comparison(
            string.Create(CultureInfo.InvariantCulture, $"local-{hosts}"),
            new Work(hosts, "true"),
            new InOwnProcess(new Ours()),
            [
                new Entry(new OursAsProgram(), rounds),
                c,
                floor,
                new Entry(new Xargs(), rounds, twice, twice),
                new Entry(new InOwnProcess(new DotnetProcesses()), rounds, twice, twice),
                new Entry(new Pdsh(), slowRounds, twice, twice),
                new Entry(new Clush(), slowRounds, twice, twice),
                new Entry(new GnuParallel(), slowRounds, twice, twice),
            ],
            floor,
            c);
    }

    private static async Task RunSshAsync(Report report)
    {
        if (LoopbackSshd.Program is null)
        {
            foreach (string name in new[] { "ssh-fast", "ssh-default", "hanging" })
            {
                await report.WriteTableAsync(name, ["", "time"], [["all", "not available: no sshd"]]).ConfigureAwait(false);
            }

            await MemoryTable.RunAsync(report, server: null).ConfigureAwait(false);
            return;
        }

        using LoopbackSshd sshd = await LoopbackSshd.CreateAsync().ConfigureAwait(false);
        int port = await sshd.ListenAsync(await sshd.WriteConfigurationAsync("sshd_config").ConfigureAwait(false)).ConfigureAwait(false);
        Server fast = await Server.CreateAsync(sshd, port, FastKeyExchange).ConfigureAwait(false);
        Server usual = await Server.CreateAsync(sshd, port, keyExchange: null).ConfigureAwait(false);
        await Ssh("ssh-fast", fast, rounds: 3, slowRounds: 2, Goal.NotBehind).RunAsync(report).ConfigureAwait(false);
        await Ssh("ssh-default", usual, rounds: 3, slowRounds: 2, processor: null).RunAsync(report).ConfigureAwait(false);
        await MemoryTable.RunAsync(report, fast).ConfigureAwait(false);
        await HangingTable.RunAsync(report, fast, SshHosts).ConfigureAwait(false);
    }

    private static Comparison Ssh(string name, Server server, int rounds, int slowRounds, Goal? processor)
    {
        Entry floor = new(new Xargs(), rounds);
        return new Comparison(
            name,
            new Work(SshHosts, "true") { Server = server },
            new InOwnProcess(new Ours()),
            [
                new Entry(new InOwnProcess(new Ours(RemoteShell.None)), slowRounds),
                new Entry(new OursAsProgram(), slowRounds),
                floor,
                new Entry(new InOwnProcess(new SshNet()), rounds, Goal.NotBehind, processor),
                new Entry(new Pdsh(), rounds, Goal.NotBehind, processor),
                new Entry(new ParallelSsh(), rounds, Goal.NotBehind, processor),
                new Entry(new Clush(), slowRounds, Goal.NotBehind, processor),
                new Entry(new GnuParallel(), slowRounds, Goal.NotBehind, processor),
                new Entry(new Ansible(), 1, Goal.NotBehind, processor),
            ],
            floor);
    }
}
