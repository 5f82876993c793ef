using RustInterop.Tests.Support;

namespace RustInterop.Tests.Tool;

public sealed class FleetBatchTests
{
    [Theory]
    [InlineData("failed: b\nnot started: c,d\n", "--batch", "1,50%", "--max-batch-failures", "0%")]
    [InlineData("failed: b,c\nnot started: d\n", "--batch=1", "--batch=2,1", "--max-batch-failures", "1")]
    [InlineData("failed: b,c,d\n", "--batch", "1,50%", "--max-batch-failures", "100%")]
    [InlineData("failed: b,c,d\n", "--batch", "1,50%")]
    [InlineData("failed: b,c\nnot started: d\n", "--max-batch-failures", "25%")]
    public async Task Fleet_Batch_StopsWhenTooManyOfOneFail(string failures, params string[] options)
    {
        ProcessResult fleet = await BuiltProgram.Fleet.RunAsync(
            [.. options, "-w", "a,b,c,d", "-f1", "--transport", "local", "test $HOST = a"]);

        fleet.ExitCode.Should().Be(1);
        fleet.Stderr.Should().EndWith($"\n{failures}");
    }

    [Fact]
    public async Task Fleet_Batch_StartsWhenTheOneBeforeHasEnded()
    {
        using TemporaryFolder folder = new();
        string ended = folder.PathOf("ended");

        ProcessResult fleet = await BuiltProgram.Fleet.RunAsync(
            "-w", "a,b,c", "--batch", "2,1", "--transport", "local",
            $"test $HOST = c && exec cat '{ended}'; sleep 0.1; echo $HOST >> '{ended}'");

        fleet.Stdout.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().BeEquivalentTo("c: a", "c: b");
    }

    [Fact]
    public async Task Fleet_DryRunOfBatches_NamesTheirSizes()
    {
        ProcessResult fleet = await BuiltProgram.Fleet.RunAsync("-wa,b", "--batch", "1,50%", "--dry-run", "uptime");

        fleet.Stderr.Should().Be("Nothing was run. It would be, for 2 hosts, 64 at a time, in batches of 1,50%, through ssh: uptime\n");
    }
}
