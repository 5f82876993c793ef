using RustInterop.Tests.Support;

namespace RustInterop.Tests.LongRunning;

public sealed class CancellationTests
{
    [Fact]
    public async Task Cancel_WhileHostsRun_EndsThemAndKeepsTheResultsSoFar()
    {
        Marker marker = new();
        using CancellationTokenSource cancellation = new();
        Task<ProcedureOutput> task = Rust.StartProcedureAsync(
            Inputs.Local($"{marker.Export} test $HOST = a && echo done || sleep 1000 & sleep 1000", "b", "c", "d") with
            {
                Concurrency = 2,
            },
            handlers: null,
            cancellation.Token);
        await Marker.WaitUntilAsync(() => marker.Processes().Count >= 4, "two hosts run");

        await cancellation.CancelAsync();

        ProcedureCanceledException exception =
            (await FluentActions.Awaiting(() => task).Should().ThrowAsync<ProcedureCanceledException>()).Which;
        task.IsCanceled.Should().BeTrue();
        exception.CancellationToken.Should().Be(cancellation.Token);
        exception.Output.Result.Should().Be(ProcedureResult.Cancelled);
        exception.Output.Hosts.Select(host => host.Outcome).Should()
            .Equal(HostOutcome.Cancelled, HostOutcome.Cancelled, HostOutcome.NotStarted);
        exception.Output.FailedHosts.Should().BeEmpty();
        await Marker.WaitUntilAsync(() => marker.Processes().Count == 0, "nothing is left running");
    }

    [Fact]
    public async Task Cancel_BeforeTheStart_StartsNothing()
    {
        using TemporaryFolder folder = new();
        string trace = folder.PathOf("trace");

        Task<ProcedureOutput> task = Rust.StartProcedureAsync(
            Inputs.Local($"touch '{trace}'", "a", "b"), handlers: null, new CancellationToken(canceled: true));

        ProcedureOutput output = (await FluentActions.Awaiting(() => task).Should().ThrowAsync<ProcedureCanceledException>())
            .Which.Output;
        output.Should().BeEquivalentTo(new ProcedureOutput(
            1, ProcedureResult.Cancelled, "0 hosts failed", [], [NotStarted("a"), NotStarted("b")]));
        File.Exists(trace).Should().BeFalse();
    }

    [Fact]
    public async Task Cancel_BeforeTheStart_DoesNotCallRust()
    {
        // Rust would refuse this input.
        Func<Task> call = () => Rust.StartProcedureAsync(
            Inputs.Local("true", "-x"), handlers: null, new CancellationToken(canceled: true));

        await call.Should().ThrowAsync<ProcedureCanceledException>();
    }

    [Fact]
    public async Task Cancel_AfterTheEnd_ChangesNothing()
    {
        using CancellationTokenSource cancellation = new();

        Task<ProcedureOutput> task = Rust.StartProcedureAsync(Inputs.Local("true"), handlers: null, cancellation.Token);
        await task;
        await cancellation.CancelAsync();

        task.IsCompletedSuccessfully.Should().BeTrue();
    }

    [Fact]
    public async Task Cancel_DuringTheRetryDelay_EndsTheDelay()
    {
        using CancellationTokenSource cancellation = new();
        using TemporaryFolder folder = new();
        string trace = folder.PathOf("trace");
        Task<ProcedureOutput> task = Rust.StartProcedureAsync(
            Inputs.Local($"touch '{trace}'; exit 3") with { Retries = 1, RetryDelay = TimeSpan.FromHours(1) },
            handlers: null,
            cancellation.Token);
        await Marker.WaitUntilAsync(() => File.Exists(trace), "the first attempt runs");

        await cancellation.CancelAsync();

        ProcedureOutput output = (await FluentActions.Awaiting(() => task).Should().ThrowAsync<ProcedureCanceledException>())
            .Which.Output;
        output.OnlyHost().Outcome.Should().Be(HostOutcome.Cancelled);
        output.OnlyHost().Attempts.Should().Be(1);
    }

    [Fact]
    public async Task Cancel_TwoHundredRunningHosts_LeavesNoneRunning()
    {
        Marker marker = new();
        using CancellationTokenSource cancellation = new();
        string[] hosts = [.. Enumerable.Range(1, 200).Select(number => $"host{number}")];
        Task<ProcedureOutput> task = Rust.StartProcedureAsync(
            Inputs.Local($"{marker.Export} exec sleep 1000", hosts) with { Concurrency = 200 },
            handlers: null,
            cancellation.Token);
        await Marker.WaitUntilAsync(() => marker.Processes().Count == 200, "all hosts run");

        await cancellation.CancelAsync();

        ProcedureOutput output = (await FluentActions.Awaiting(() => task).Should().ThrowAsync<ProcedureCanceledException>())
            .Which.Output;
        output.Hosts.Should().OnlyContain(host => host.Outcome == HostOutcome.Cancelled);
        marker.Processes().Should().BeEmpty();
    }

    private static HostResult NotStarted(string host) =>
        new(host, HostOutcome.NotStarted, null, 0, TimeSpan.Zero, "", "", false, null);
}
