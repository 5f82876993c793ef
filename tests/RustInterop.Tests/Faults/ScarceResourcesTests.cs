using System.Text.Json;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Faults;

/// <summary>Procedures in a process that is short of resources.</summary>
public sealed class ScarceResourcesTests
{
    // The runtime itself holds dozens, so only a few hosts at a time have room.
    private const string FewDescriptors = "ulimit -n 160";

    [LinuxFact]
    public async Task StartProcedure_FewDescriptors_RunsAFewHostsAtATime()
    {
        string[] hosts = [.. Enumerable.Range(1, 200).Select(number => $"host{number}")];

        ProcedureOutput output = await RunAsync(FewDescriptors, Inputs.Local("echo $HOST; exit 3", hosts) with { Concurrency = 200 });

        output.FailedHosts.Should().Equal(hosts);
        output.Hosts.Should().OnlyContain(host => host.ExitCode == 3 && host.Stdout == $"{host.Host}\n");
    }

    [LinuxFact]
    public async Task StartProcedure_NothingOnThePath_FindsTheShell()
    {
        ProcedureOutput output = await RunAsync("PATH=/nowhere", Inputs.Local("echo $0", "a"));

        output.Hosts.Should().ContainSingle(host => host.Stdout == "sh\n");
    }

    [LinuxFact]
    public async Task StartProcedure_NoTemporaryFolder_RunsAllHosts()
    {
        ProcedureOutput output = await RunAsync("export TMPDIR=/nowhere", Inputs.Local("echo $HOST", "a", "b"));

        output.Message.Should().Be("0 hosts failed");
        output.Hosts.Select(host => host.Stdout).Should().Equal("a\n", "b\n");
    }

    [LinuxFact]
    public async Task StartProcedure_FarMoreOutputThanTheLimit_KeepsTheLimitInLittleMemory()
    {
        // Above the limit for its data segment, the child would end. The runtime's heap has its own limit.
        const string littleMemory = "export DOTNET_GCHeapHardLimit=0x4000000; ulimit -d 300000";

        ProcedureOutput output = await RunAsync(
            littleMemory, Inputs.Local("head -c 200000000 /dev/zero | tr '\\0' x", "a", "b", "c", "d") with { OutputLimit = 1000 });

        string half = new('x', 500);
        output.Message.Should().Be("0 hosts failed");
        output.Hosts.Should().HaveCount(4)
            .And.OnlyContain(host => host.Truncated && host.Stdout == $"{half}\n[… 199999000 bytes left out …]\n{half}");
    }

    /// <summary>Runs the procedure in a separate process, after a line of shell.</summary>
    private static async Task<ProcedureOutput> RunAsync(string preparation, ProcedureInput input)
    {
        ProcessResult child = await ChildProgram.RunPreparedAsync(
            preparation, JsonSerializer.Serialize(input, ProcedureJson.Input), "start-procedure");

        child.ExitCode.Should().Be(0, "the output was {0}", child.Stderr);
        return JsonSerializer.Deserialize(child.Stdout, ProcedureJson.Output)!;
    }
}
