using RustInterop.Tests.Support;

namespace RustInterop.Tests.Crossing;

public sealed class MemoryTests
{
    // A million leaks of malloc's smallest block would take 32 MB.
    private const int FlatKilobytes = 16 * 1024;

    [LinuxFact]
    public async Task StartProcedure_MillionCalls_LeaveMemoryFlatAndNoStringOut()
    {
        ProcessResult child = await ChildProgram.RunAsync("call-many-times", "1000000");

        child.Stderr.Should().BeEmpty();
        string[] numbers = child.Stdout.TrimEnd().Split(' ');
        int.Parse(numbers[0]).Should().BeLessThan(FlatKilobytes);
        numbers[1].Should().Be("0");
    }

    [Fact]
    public async Task StartProcedure_NoHosts_AllocatesOnlyItsJsonAndAHandle()
    {
        // In a separate process, because other tests here listen to traces and metrics, which allocates. Code that is not yet
        // optimised allocates too.
        ProcessResult child = await ChildProgram.RunWithInputAsync(
            "", new Dictionary<string, string?> { ["DOTNET_TieredCompilation"] = "0" }, "print-allocated-bytes");

        child.Should().Be(new ProcessResult(0, "40\n", ""));
    }
}
