using RustInterop.Fleet.Tool;

namespace RustInterop.Tests.Tool;

public sealed class TallyTests
{
    private static readonly ProcedureInput Input =
        new(TimeSpan.Zero, 0, ["a", "b", "c", "d", "e", "f"], "true", 1) { Concurrency = 2 };

    [Fact]
    public void Running_WithoutBatches_StaysAtTheConcurrency()
    {
        Running(Input).Should().Equal(2, 2, 2, 2, 2, 1, 0);
    }

    [Fact]
    public void Running_InBatches_FallsToZeroAndRisesAgain()
    {
        Running(Input with { Batches = [1, HostShare.Percent(50)] }).Should().Equal(1, 2, 2, 1, 2, 1, 0);
        Running(Input with { Batches = [4], Concurrency = 64 }).Should().Equal(4, 3, 2, 1, 2, 1, 0);
        Running(Input with { Batches = [HostShare.Percent(1)] }).Should().Equal(1, 1, 1, 1, 1, 1, 0);
    }

    [Fact]
    public void Running_WhenTooManyOfABatchHaveFailed_OnlyFalls()
    {
        ProcedureInput batches = Input with { Batches = [3], MaxBatchFailures = HostShare.Percent(34) };
        Tally tally = new(batches, CancellationToken.None);

        List<int> running = [tally.Running];
        foreach (HostOutcome outcome in new[] { HostOutcome.Failed, HostOutcome.Lost, HostOutcome.Succeeded })
        {
            tally.Add(outcome);
            running.Add(tally.Running);
        }

        running.Should().Equal(2, 2, 1, 0);
    }

    private static List<int> Running(ProcedureInput input)
    {
        Tally tally = new(input, CancellationToken.None);
        List<int> running = [tally.Running];
        foreach (string _ in input.HostList)
        {
            tally.Add(HostOutcome.Succeeded);
            running.Add(tally.Running);
        }

        return running;
    }
}
