using RustInterop.Fleet.Tool;

namespace RustInterop.Tests.Tool;

public sealed class RunProgressTests
{
    private const int Hosts = 10;

    private RunProgress _progress = new(Hosts);

    [Fact]
    public void Running_HostsThatBegan_AreInTheirOrderUntilTheyEnd()
    {
        Start("h1", at: 1);
        Start("h2", at: 2);
        Start("h3", at: 3);
        Start("h1", attempt: 2, at: 4);
        End("h2");

        _progress.Running.Slowest(9).Should().Equal(
            new RunningHost("h1", 2, TimeSpan.FromSeconds(1)), new RunningHost("h3", 1, TimeSpan.FromSeconds(3)));
        _progress.Running.Slowest(1).Should().ContainSingle().Which.Name.Should().Be("h1");
        (_progress.Running.Count, _progress.Waiting, _progress.Tally.Completed).Should().Be((2, 7, 1));
    }

    // A host that has never begun may still have a result.
    [Fact]
    public void Add_ResultOfAHostThatDoesNotRun_IsCounted()
    {
        End("h1");

        (_progress.Running.Count, _progress.Tally.Completed).Should().Be((0, 1));
    }

    [Fact]
    public void Sentence_HasTheOutcomesAndWhatIsLeft()
    {
        Start("h1");
        Start("h2");
        Start("h3");
        End("h1", HostOutcome.TimedOut);
        End("h2");

        _progress.Sentence.Should().Be("1 succeeded, 1 timed out, 1 running, 7 waiting");
        _progress.IsCancelled = true;
        _progress.Sentence.Should().Be("1 succeeded, 1 timed out, 1 running, 7 not started");
    }

    [Fact]
    public void KnowsStarts_No_LeavesOutWhatIsNotKnown()
    {
        _progress = new(Hosts) { KnowsStarts = false };
        End("h1");
        End("h2", HostOutcome.Lost);

        _progress.Sentence.Should().Be("1 succeeded, 1 lost, 8 without a result");
        _progress.Rate(TimeSpan.FromSeconds(1)).Should().BeNull();
        _progress.Left(TimeSpan.FromSeconds(1)).Should().BeNull();
    }

    [Fact]
    public void Describe_ListsTheSlowestFirst()
    {
        Start("h2", at: 1);
        Start("h1", at: 2);
        Start("h2", attempt: 2, at: 3);

        _progress.Describe(TimeSpan.FromSeconds(3722)).Should().Be(
            "running: 1:02:01 h2, attempt 2\nrunning: 1:02:00 h1\n2 running, 8 waiting\n");
    }

    [Theory]
    [InlineData(0, 5, null)]
    [InlineData(1, 0, null)]
    [InlineData(10, 0.05, "200 hosts/s")]
    [InlineData(10, 4, "2.5 hosts/s")]
    [InlineData(1, 4, "15 hosts/min")]
    [InlineData(1, 3600, "1 host/h")]
    public void Rate_IsInTheUnitThatMakesItReadable(int ended, double seconds, string? expected)
    {
        Run(ended);

        _progress.Rate(TimeSpan.FromSeconds(seconds)).Should().Be(expected);
    }

    [Fact]
    public void Left_WhileMoreWaitThanRun_FollowsFromTheRate()
    {
        Start("h9");
        Run(4);

        _progress.Left(TimeSpan.FromSeconds(8)).Should().Be(TimeSpan.FromSeconds(12));
    }

    [Fact]
    public void Left_WhatCannotBeTold_IsNull()
    {
        _progress.Left(TimeSpan.FromSeconds(1)).Should().BeNull("no host has ended");

        Start("h8");
        Start("h9");
        Run(1);
        _progress.Left(TimeSpan.FromSeconds(1)).Should().BeNull("more hosts run than have ended");

        _progress = new(Hosts);
        Start("h8");
        Start("h9");
        Run(6);
        _progress.Left(TimeSpan.FromSeconds(1)).Should().BeNull("the rest runs already, or almost");

        _progress = new(Hosts) { IsInBatches = true };
        Run(3);
        _progress.Left(TimeSpan.FromSeconds(1)).Should().BeNull("the next batch has another rate");

        _progress = new(Hosts) { IsCancelled = true };
        Run(3);
        _progress.Left(TimeSpan.FromSeconds(1)).Should().BeNull("nothing more begins");
    }

    private void Run(int hosts)
    {
        for (int number = 1; number <= hosts; number++)
        {
            Start($"h{number}");
            End($"h{number}");
        }
    }

    private void Start(string host, int attempt = 1, int at = 0) =>
        _progress.Add(new HostStart(host, attempt), TimeSpan.FromSeconds(at));

    private void End(string host, HostOutcome outcome = HostOutcome.Succeeded) =>
        _progress.Add(new HostResult(host, outcome, null, 1, TimeSpan.Zero, "", "", false, null));
}
