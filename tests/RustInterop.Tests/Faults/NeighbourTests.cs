using System.Diagnostics;
using System.Globalization;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Faults;

/// <summary>Other things that happen in the caller's process.</summary>
public sealed class NeighbourTests
{
    [LinuxFact]
    public async Task StartProcedure_WhileTheCallerRunsProcesses_EachGetsItsOwnExitCode()
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
}
