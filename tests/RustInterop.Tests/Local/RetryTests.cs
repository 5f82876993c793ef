using RustInterop.Tests.Support;

namespace RustInterop.Tests.Local;

public sealed class RetryTests
{
    [Fact]
    public void StartProcedure_SucceedsOnTheThirdAttempt_StopsRetrying()
    {
        HostResult host = Rust.StartProcedure(
            Inputs.Local("echo $ATTEMPT; test $ATTEMPT -eq 3") with { Retries = 5 }).OnlyHost();

        host.Outcome.Should().Be(HostOutcome.Succeeded);
        host.Attempts.Should().Be(3);
        host.Stdout.Should().Be("3\n");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void StartProcedure_AlwaysFails_IsAttemptedRetriesPlusOneTimes(byte retries)
    {
        using TemporaryFolder folder = new();
        string trace = folder.PathOf("trace");

        HostResult host = Rust.StartProcedure(
            Inputs.Local($"echo $ATTEMPT >>{trace}; exit 7") with { Retries = retries, RetryDelay = TimeSpan.Zero }).OnlyHost();

        host.Outcome.Should().Be(HostOutcome.Failed);
        host.ExitCode.Should().Be(7);
        host.Attempts.Should().Be(retries + 1);
        File.ReadAllLines(trace).Should().Equal(Enumerable.Range(1, retries + 1).Select(attempt => $"{attempt}"));
    }

    [Fact]
    public void StartProcedure_TimedOutAttempt_IsRetried()
    {
        HostResult host = Rust.StartProcedure(
            Inputs.Local("test $ATTEMPT -eq 2 || sleep 1000") with { Retries = 1, Timeout = TimeSpan.FromSeconds(1) }).OnlyHost();

        host.Outcome.Should().Be(HostOutcome.Succeeded);
        host.Attempts.Should().Be(2);
    }

    [Fact]
    public void StartProcedure_Retries_WaitLongerEachTime()
    {
        HostResult host = Rust.StartProcedure(
            Inputs.Local("false") with { Retries = 2, RetryDelay = TimeSpan.FromSeconds(0.2) }).OnlyHost();

        host.Duration.Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(0.2 + 0.4));
    }
}
