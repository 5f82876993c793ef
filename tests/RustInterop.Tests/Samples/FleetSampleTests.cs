using System.Diagnostics;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Samples;

public sealed class FleetSampleTests
{
    [Fact]
    public async Task FleetSample_SomeHostsFail_ShowsThemInATableAndExitsWith1()
    {
        ProcessResult sample = await BuiltProgram.FleetSample.RunAsync(
            "--local", "a,bbb", "test $HOST = a || { printf 'oh\\nno\\033[2J\\n' >&2; exit 3; }");

        sample.ExitCode.Should().Be(1);
        sample.Stdout.Should().Contain(" of 2: a Succeeded\n").And.Contain(" of 2: bbb Failed\n");
        sample.Stdout.Should().EndWith("\n1 host failed\nbbb  Failed         3  no?[2J\n");
    }

    [Fact]
    public async Task FleetSample_CtrlC_ShowsTheResultsSoFarAndExitsWith130()
    {
        Marker marker = new();
        using Process sample = BuiltProgram.FleetSample.Start(
            "--local", "a,b", $"{marker.Export} test $HOST = a || exec sleep 1000");
        string? first = await sample.StandardOutput.ReadLineAsync();

        await Command.SignalAsync(sample, "INT");

        string rest = await sample.StandardOutput.ReadToEndAsync();
        await sample.WaitForExitAsync();
        first.Should().Be("1 of 2: a Succeeded");
        rest.Should().Contain("\nb  Cancelled ");
        sample.ExitCode.Should().Be(130);
        await Marker.WaitUntilAsync(() => marker.Processes().Count == 0, "nothing is left running");
    }

    [Fact]
    public async Task FleetSample_HostThatIsNotAllowed_SaysWhyAndExitsWith2()
    {
        ProcessResult sample = await BuiltProgram.FleetSample.RunAsync("a,-b", "true");

        sample.ExitCode.Should().Be(2);
        sample.Stderr.Should().StartWith("host_list[1]: ");
    }
}
