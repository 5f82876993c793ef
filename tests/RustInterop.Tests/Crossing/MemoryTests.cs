using System.Globalization;
using RustInterop.Tests.Libraries;
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
    public async Task StartProcedure_NoHosts_AllocatesOnlyItsJson()
    {
        // In a separate process, because other tests here listen to traces and metrics, which allocates. Code that is not yet
        // optimised allocates too.
        ProcessResult child = await ChildProgram.RunWithInputAsync(
            "", new Dictionary<string, string?> { ["DOTNET_TieredCompilation"] = "0" }, "print-allocated-bytes");

        child.Should().Be(new ProcessResult(0, "0\n", ""));
    }

    private const int Length = 100_000_000;

    [LinuxFact]
    public async Task Invoke_HundredMegabytesEachWay_ArriveCompleteAndLeaveNoMemory()
    {
        ProcessResult child = await ChildProgram.RunAsync(
            "carry-much", Workshop.Library.Path, Length.ToString(CultureInfo.InvariantCulture));

        child.Stderr.Should().BeEmpty();
        int[] numbers = [.. child.Stdout.Split(' ').Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
        numbers[..2].Should().Equal(Length, Length);
        numbers[2].Should().BeLessThan(Length / 2 / 1024, "one text that is not freed would take twice as much");
        numbers[3].Should().Be(0);
    }
}
