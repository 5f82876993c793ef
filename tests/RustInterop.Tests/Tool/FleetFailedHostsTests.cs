using RustInterop.Tests.Support;

namespace RustInterop.Tests.Tool;

public sealed class FleetFailedHostsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => _folder.PathOf("failed");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Fleet_FailedHosts_AreThoseToRunAgain()
    {
        ProcessResult first = await RunAsync("-w", "a,b,c", "-f1", "--max-failures", "0", "test $HOST = a");
        string written = await System.IO.File.ReadAllTextAsync(File);
        ProcessResult second = await RunAsync("--hosts-file", File, "-f1", "echo hi");

        first.ExitCode.Should().Be(1);
        written.Should().Be("b\nc\n", "b failed, and c was not started");
        second.Stdout.Should().Be("b: hi\nc: hi\n");
        (await System.IO.File.ReadAllTextAsync(File)).Should().BeEmpty("no host failed this time");
        Directory.GetFiles(_folder.FullName).Should().Equal(File);
    }

    [Fact]
    public async Task Fleet_FailedHostsWithoutARun_StayAsTheyWere()
    {
        await System.IO.File.WriteAllTextAsync(File, "old\n");

        ProcessResult fleet = await RunAsync("-w", "a,b\u001bc", "true");

        fleet.ExitCode.Should().Be(2);
        (await System.IO.File.ReadAllTextAsync(File)).Should().Be("old\n");
        Directory.GetFiles(_folder.FullName).Should().Equal(File);
    }

    [Fact]
    public async Task Fleet_FailedHostsBehindALink_AreWrittenWhereItPoints()
    {
        string target = _folder.PathOf("target");
        System.IO.File.CreateSymbolicLink(File, target);

        await RunAsync("-wa", "false");

        new FileInfo(File).LinkTarget.Should().Be(target);
        (await System.IO.File.ReadAllTextAsync(target)).Should().Be("a\n");
    }

    [Theory]
    [InlineData("/nowhere/failed", "*'/nowhere/failed' is not a file in a folder that exists.")]
    [InlineData("/", "*'/' is not a file*")]
    [InlineData("", "*'' is not a file*")]
    [InlineData("/dev/null", "*'/dev/null' is a device.")]
    public async Task Fleet_FailedHostsThatCannotBeWritten_AreRefusedBeforeTheRun(string file, string message)
    {
        string trace = _folder.PathOf("trace");

        ProcessResult fleet = await BuiltProgram.Fleet.RunAsync(
            "-wa", "--transport", "local", "--failed-hosts", file, $"touch '{trace}'");

        fleet.ExitCode.Should().Be(2);
        fleet.Stderr.TrimEnd().Should().Match($"fleet: --failed-hosts: {message}");
        System.IO.File.Exists(trace).Should().BeFalse();
    }

    [Fact]
    public async Task Fleet_FailedHostsWhoseFolderIsGone_AreToldAndExitWith3()
    {
        string gone = Directory.CreateDirectory(_folder.PathOf("gone")).FullName;

        ProcessResult fleet = await BuiltProgram.Fleet.RunAsync(
            "-wa", "--transport", "local", "--failed-hosts", $"{gone}/failed", $"rmdir '{gone}'; false");

        fleet.ExitCode.Should().Be(3);
        fleet.Stderr.Should().MatchRegex("\nfailed: a\nfleet: --failed-hosts: '.*/gone/failed' was not written: .*\n$");
    }

    private Task<ProcessResult> RunAsync(params string[] arguments) =>
        BuiltProgram.Fleet.RunAsync(["--transport", "local", "--failed-hosts", File, .. arguments]);
}
