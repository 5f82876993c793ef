using System.Globalization;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Libraries;

/// <summary>In a separate process, because it measures the memory of the whole process.</summary>
public sealed class LargeCallTests
{
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
