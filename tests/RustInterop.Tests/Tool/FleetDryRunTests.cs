using System.Text.Json;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Tool;

public sealed class FleetDryRunTests
{
    [Fact]
    public async Task Fleet_DryRun_ListsTheHostsAndRunsNothing()
    {
        using TemporaryFolder folder = new();
        string trace = folder.PathOf("trace");

        ProcessResult local = await BuiltProgram.Fleet.RunAsync(
            "-w", "b,a", "--dry-run", "--transport", "local", "--output-dir", folder.PathOf("output"), $"touch '{trace}'");
        ProcessResult ssh = await BuiltProgram.Fleet.RunAsync(
            "-wa", "--dry-run", $"--ssh-argument=-oProxyCommand=touch '{trace}'", "-f3", "true");

        local.Should().Be(new ProcessResult(
            0, "b\na\n", $"Nothing was run. It would be, for 2 hosts, 64 at a time, on this machine: touch '{trace}'\n"));
        ssh.Should().Be(new ProcessResult(0, "a\n", "Nothing was run. It would be, for 1 host, 3 at a time, through ssh: true\n"));
        Directory.GetFileSystemEntries(folder.FullName).Should().BeEmpty();
    }

    [Fact]
    public async Task Fleet_DryRunWithJson_PrintsTheInput()
    {
        ProcessResult fleet = await BuiltProgram.Fleet.RunAsync("-w", "a,b", "--dry-run", "--json", "-u5", "uptime");

        ProcedureInput input = JsonSerializer.Deserialize(fleet.Stdout, ProcedureJson.Input)!;
        input.HostList.Should().Equal("a", "b");
        input.Timeout.Should().Be(TimeSpan.FromSeconds(5));
        input.Action.Should().Be("uptime");
    }

    [Theory]
    [InlineData("-w", "a,,b", "true")]
    [InlineData("-w", "a,b\u001bc", "true")]
    [InlineData("-w", "a", " ")]
    [InlineData("-w", "a,b\u001bc", " ")]
    [InlineData("-w", "a", "--ssh-argument", "x", "true")]
    [InlineData("-w", "a", "--ssh-argument", "-p", "true")]
    public async Task Fleet_DryRunOfBadInput_IsRefusedLikeARun(params string[] arguments)
    {
        ProcessResult run = await BuiltProgram.Fleet.RunAsync(arguments);
        ProcessResult dryRun = await BuiltProgram.Fleet.RunAsync(["--dry-run", .. arguments]);

        run.ExitCode.Should().Be(2);
        dryRun.Should().Be(run);
    }
}
