using RustInterop.Fleet.Tool;

namespace RustInterop.Tests.Tool;

public sealed class TallyTests
{
    [Fact]
    public void Counts_Added_AreInTheOrderOfTheEnum()
    {
        Tally tally = new();

        foreach (HostOutcome outcome in new[] { HostOutcome.Lost, HostOutcome.Succeeded, HostOutcome.Failed, HostOutcome.Succeeded })
        {
            tally.Add(outcome);
        }

        tally.Completed.Should().Be(4);
        tally.Counts.Should().Equal((HostOutcome.Succeeded, 2), (HostOutcome.Failed, 1), (HostOutcome.Lost, 1));
    }
}
