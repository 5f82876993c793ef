using RustInterop.Fleet.Tool;
using Spectre.Console;

namespace RustInterop.Tests.Tool;

public sealed class ScreenRowsTests
{
    [Theory]
    [InlineData(24, 12)]
    [InlineData(7, 3)]
    [InlineData(3, 1)]
    [InlineData(1, 1)]
    [InlineData(0, 1)]
    public void For_AnyHeight_TakesHalfOfIt(int height, int rows) => Rows(Progress(5000, running: 64), 80, height).Should().HaveCount(rows);

    [Fact]
    public void For_MoreHostsThanFit_ShowsTheSlowestAndCountsTheRest() =>
        Rows(Progress(5000, running: 64, ended: 300), 100, 10).Should().Equal(
            "██░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░  300/5000  1:40  3 hosts/s  about 27 min left",
            "300 succeeded, 64 running, 4636 waiting",
            "  1:40  node301",
            "  1:39  node302",
            "  and 62 more");

    [Fact]
    public void For_TimesOfDifferentLength_AlignsTheNames() =>
        Rows(Progress(2, running: 2), 80, 24, seconds: 3660).Should().Equal(
            "░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░  0/2  1:01:00",
            "2 running",
            "  1:01:00  node1",
            "  1:00:59  node2");

    [Theory]
    [InlineData(89, "██░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░  300/5000  1:40  3 hosts/s  about 27 min left")]
    [InlineData(70, "█░░░░░░░░░░░░░░░░░░░░░░  300/5000  1:40  3 hosts/s  about 27 min left")]
    [InlineData(55, "█░░░░░░░░░░░░░░░░░░░░░░░░░░  300/5000  1:40  3 hosts/s")]
    [InlineData(28, "░░░░░░░░░░░  300/5000  1:40")]
    [InlineData(20, "300/5000")]
    [InlineData(6, "300/…")]
    [InlineData(2, "…")]
    [InlineData(1, "")]
    [InlineData(0, "")]
    public void For_AnyWidth_KeepsTheMostImportant(int width, string first) =>
        Rows(Progress(5000, running: 64, ended: 300), width, 24)[0].Should().Be(first);

    [Fact]
    public void For_AnySize_IsNarrowerThanTheTerminal()
    {
        RunProgress progress = Progress(5000, running: 64, ended: 300);
        progress.Add(new HostStart("日本語", 12), TimeSpan.Zero);
        for (int width = 0; width < 100; width++)
        {
            for (int height = 0; height < 30; height += 3)
            {
                new ScreenRows(progress, isUtf8: true).For(width, height, TimeSpan.FromSeconds(100))
                    .Should().OnlyContain(row => row.CellCount() <= Math.Max(width - 1, 0), "the width is {0}", width);
            }
        }
    }

    [Fact]
    public void For_LongName_CutsTheNameAndNotTheAttempt()
    {
        RunProgress progress = Progress(1);
        progress.Add(new HostStart($"{new string('x', 1000)}日本", 3), TimeSpan.Zero);

        Rows(progress, 32, 24)[2].Should().Be("  1:40  xxxxxxxxxxx…, attempt 3");
        Rows(progress, 32, 24, isUtf8: false)[2].Should().Be("  1:40  xxxxxxxxx..., attempt 3");
    }

    [Fact]
    public void For_WideCharacterThatWouldBeCut_LeavesItOut()
    {
        RunProgress progress = Progress(1);
        progress.Add(new HostStart("a日本語", 1), TimeSpan.Zero);

        Rows(progress, 16, 24)[2].Should().Be("  1:40  a日本語");
        Rows(progress, 15, 24)[2].Should().Be("  1:40  a日本…");
        Rows(progress, 14, 24)[2].Should().Be("  1:40  a日…");
    }

    [Fact]
    public void For_Cancelled_SaysSoInsteadOfTheTimeLeft()
    {
        RunProgress progress = Progress(5000, running: 64, ended: 300);
        progress.IsCancelled = true;

        Rows(progress, 100, 24).Take(2).Should().Equal(
            "██░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░  300/5000  1:40  3 hosts/s  cancelling",
            "300 succeeded, 64 running, 4636 not started");
    }

    [Fact]
    public void For_OneHundredThousandHosts_IsAsCheapAsForFew()
    {
        RunProgress progress = Progress(100_000, running: 60_000, ended: 40_000);
        ScreenRows rows = new(progress, isUtf8: true);
        long Allocated()
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            rows.For(100, 24, TimeSpan.FromSeconds(100));
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Allocated();

        Allocated().Should().BeLessThan(1 << 17);
    }

    private static RunProgress Progress(int total, int running = 0, int ended = 0)
    {
        RunProgress progress = new(total);
        for (int number = 1; number <= ended + running; number++)
        {
            progress.Add(new HostStart($"node{number}", 1), TimeSpan.FromSeconds(Math.Max(number - ended - 1, 0)));
            if (number <= ended)
            {
                progress.Add(new HostResult($"node{number}", HostOutcome.Succeeded, 0, 1, TimeSpan.Zero, "", "", false, null));
            }
        }

        return progress;
    }

    private static string[] Rows(RunProgress progress, int width, int height, int seconds = 100, bool isUtf8 = true) =>
        [.. new ScreenRows(progress, isUtf8).For(width, height, TimeSpan.FromSeconds(seconds))
            .Select(row => string.Concat(row.Select(segment => segment.Text)))];
}
