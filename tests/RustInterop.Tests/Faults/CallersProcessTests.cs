using System.Diagnostics;
using System.Globalization;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Faults;

/// <summary>Other things that happen in the caller's process.</summary>
public sealed class CallersProcessTests
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

    [LinuxFact]
    public async Task Unload_WhileACallRuns_EndsTheCallAndThenTheContext()
    {
        ProcessResult child = await ChildProgram.RunAsync("unload-context");

        child.Should().Be(new ProcessResult(0, "gone\n", ""));
    }

    // 128 plus the number of SIGABRT.
    private const int Aborted = 134;

    [LinuxFact]
    public async Task FreeMem_SameStringTwice_EndsTheProcessWithOneLine()
    {
        // So that no core file and no diagnostics socket is left behind.
        ProcessResult child = await ChildProgram.RunPreparedAsync(
            "ulimit -c 0; export DOTNET_EnableDiagnostics=0", "", "free-twice");

        child.ExitCode.Should().Be(Aborted, "the output was {0}", child.Stderr);
        child.Stderr.Should().MatchRegex(
            "^rust-interop: free_mem was given 0x[0-9a-f]+, a string that was already freed; aborting\n$");
    }
}
