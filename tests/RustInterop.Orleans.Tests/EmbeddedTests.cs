using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using RustInterop.Orleans.Tests.Support;
using RustInterop.Tests.Support;

namespace RustInterop.Orleans.Tests;

/// <summary>A process of its own with a file, ended at any time.</summary>
public sealed class EmbeddedTests
{
    private const int Hosts = 200;
    private const int Lanes = 2;
    private const int Concurrency = 8;
    private const int BlockSize = 4;

    [Fact]
    public async Task Process_KilledTwice_TheJobGoesOnAtTheNextStart()
    {
        using TemporaryFolder folder = new();
        ActionLog log = new(folder.PathOf("log"));
        for (int kill = 1; kill <= 2; kill++)
        {
            using Process process = Start(folder, log);
            await Wait.UntilAsync(() => log.Ended.Count >= kill * Hosts / 4, "hosts have ended");
            process.Kill();
            await process.WaitForExitAsync();
        }

        string[] results = await RunToTheEndAsync(folder, log);

        string[] lost = HostsWith(results, HostOutcome.Lost);
        lost.Should().NotBeEmpty().And.HaveCountLessThanOrEqualTo(2 * Lanes * (Concurrency + BlockSize));
        lost.Except(log.Begun).Should().HaveCountLessThanOrEqualTo(2 * Lanes * BlockSize, "one block of a lane is on record without having begun");
        string[] succeeded = HostsWith(results, HostOutcome.Succeeded);
        succeeded.Should().BeSubsetOf(log.Ended);
        succeeded.Should().HaveCount(Hosts - lost.Length, "what was never granted runs after the crash");
    }

    [Fact]
    public async Task Process_EndedBySigterm_LetsHostsEndAndLeavesTheRest()
    {
        using TemporaryFolder folder = new();
        ActionLog log = new(folder.PathOf("log"));
        using (Process process = Start(folder, log))
        {
            await Wait.UntilAsync(() => log.Ended.Count >= Hosts / 4, "hosts have ended");
            using Process signal = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
            await process.WaitForExitAsync();
            process.ExitCode.Should().Be(0);
        }

        log.Begun.Should().HaveCountLessThan(Hosts).And.BeEquivalentTo(log.Ended);

        HostsWith(await RunToTheEndAsync(folder, log), HostOutcome.Succeeded).Should().HaveCount(Hosts);
    }

    private static async Task<string[]> RunToTheEndAsync(TemporaryFolder folder, ActionLog log)
    {
        using Process process = Start(folder, log);
        string[] results = (await process.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await process.WaitForExitAsync();

        process.ExitCode.Should().Be(0);
        results.Select(line => line.Split(' ')[1]).Should().BeEquivalentTo(ActionLog.Hosts(Hosts), "each host is accounted for once");
        log.Begun.Should().OnlyHaveUniqueItems("nothing begins twice");
        return results;
    }

    private static string[] HostsWith(string[] results, HostOutcome outcome) =>
        [.. results.Where(line => line.StartsWith($"{outcome} ")).Select(line => line.Split(' ')[1])];

    private static Process Start(TemporaryFolder folder, ActionLog log)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!)
        {
            RedirectStandardOutput = true,
        };
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "RustInterop.Orleans.Tests.Child.dll"), folder.PathOf("fleet.db"),
            FreePort(), FreePort(), Hosts.ToString(CultureInfo.InvariantCulture), log.Input(1, "sleep 0.1").Action,
        ];
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    private static string FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }
}
