using System.Diagnostics;
using System.Globalization;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Faults;

/// <summary>What else goes on in the process of a caller.</summary>
public sealed class NeighbourTests
{
    [LinuxFact]
    public async Task StartProcedure_BesideProcessesOfTheCallers_EachGetsItsOwnEnd()
    {
        string[] hosts = [.. Enumerable.Range(1, 100).Select(number => number.ToString(CultureInfo.InvariantCulture))];

        Task<ProcedureOutput> procedure = Task.Run(() => Rust.StartProcedure(Inputs.Local("echo $HOST; exit 3", hosts)));
        int[] exitCodes = await Task.WhenAll(Enumerable.Range(1, 100).Select(StartAsync));

        exitCodes.Should().Equal(Enumerable.Range(1, 100));
        ProcedureOutput output = await procedure;
        output.Hosts.Should().OnlyContain(host => host.ExitCode == 3 && host.Stdout == $"{host.Host}\n");

        static async Task<int> StartAsync(int exitCode)
        {
            using Process process = Process.Start("/bin/sh", ["-c", $"exit {exitCode}"]);
            await process.WaitForExitAsync();
            return process.ExitCode;
        }
    }

    [Fact]
    public async Task StartProcedure_ManyThreadsDuringCollections_EachGetsItsReply()
    {
        const int threads = 64;
        using CancellationTokenSource done = new();
        Task collections = Task.Run(() =>
        {
            while (!done.IsCancellationRequested)
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
                // The callers get on as well.
                Thread.Sleep(1);
            }
        });
        int[] jobs = new int[threads];

        Thread[] callers = [.. Enumerable.Range(0, threads).Select(number => new Thread(() =>
        {
            for (int call = 0; call < 10; call++)
            {
                ProcedureInput input = Inputs.Local("true") with { HostList = [], JobId = (number * 1000) + call };
                jobs[number] += Rust.StartProcedure(input).JobId - (number * 1000);
            }
        }))];
        Array.ForEach(callers, caller => caller.Start());
        Array.ForEach(callers, caller => caller.Join());

        await done.CancelAsync();
        await collections;
        jobs.Should().OnlyContain(sum => sum == Enumerable.Range(0, 10).Sum());
    }
}
