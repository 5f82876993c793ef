using RustInterop.Tests.Support;

namespace RustInterop.Tests.LongRunning;

public sealed class ProgressTests
{
    private static readonly string[] Hosts = [.. Enumerable.Range(1, 50).Select(number => $"host{number}")];

    [Fact]
    public async Task Progress_ManyHosts_ReportsEachInOrder()
    {
        Recorder progress = new();

        ProcedureOutput output = await Rust.StartProcedureAsync(Inputs.Local("test $HOST != host7", Hosts), new() { Progress = progress });

        progress.Reports.Select(report => report.Completed).Should().Equal(Enumerable.Range(1, 50));
        progress.Reports.Should().OnlyContain(report => report.Total == 50);
        progress.Reports.Select(report => report.Host).Should().BeEquivalentTo(output.Hosts);
    }

    [Fact]
    public async Task DropReportedOutput_WithProgress_LeavesTheOutputToIt()
    {
        Recorder progress = new();

        ProcedureOutput output = await Rust.StartProcedureAsync(
            Inputs.Local("echo out; echo err >&2") with { DropReportedOutput = true }, new() { Progress = progress });

        (progress.Reports.Single().Host.Stdout, progress.Reports.Single().Host.Stderr).Should().Be(("out\n", "err\n"));
        output.OnlyHost().Should().Be(progress.Reports.Single().Host with { Stdout = "", Stderr = "" });
    }

    [Fact]
    public async Task DropReportedOutput_WithoutProgress_KeepsTheOutput()
    {
        ProcedureOutput output = await Rust.StartProcedureAsync(
            Inputs.Local("echo out") with { DropReportedOutput = true }, new() { Starts = new Progress<HostStart>() });

        output.OnlyHost().Stdout.Should().Be("out\n");
    }

    [Fact]
    public async Task Progress_FirstHostDone_IsReportedWhileTheLastRuns()
    {
        using TemporaryFolder folder = new();
        string gate = folder.PathOf("gate");
        // The second host ends only once the first has been reported.
        Recorder progress = new(report => File.WriteAllText(gate, report.Host.Host));

        ProcedureOutput output = await Rust.StartProcedureAsync(
            Inputs.Local($"test $HOST = a || while ! test -e '{gate}'; do sleep 0.01; done", "a", "b"), new() { Progress = progress });

        output.FailedHosts.Should().BeEmpty();
        progress.Reports.Select(report => report.Host.Host).Should().Equal("a", "b");
    }

    [Fact]
    public async Task Progress_Handler_HasTheCallersAsynchronousLocals()
    {
        AsyncLocal<string> local = new() { Value = "the caller's" };
        string? seen = null;
        Recorder progress = new(_ => seen = local.Value);

        await Rust.StartProcedureAsync(Inputs.Local("true"), new() { Progress = progress });

        seen.Should().Be("the caller's");
    }

    [Fact]
    public async Task Progress_FlowSuppressed_HasNoAsynchronousLocals()
    {
        AsyncLocal<string> local = new() { Value = "the caller's" };
        string? seen = "";
        Recorder progress = new(_ => seen = local.Value);
        Task task;
        using (ExecutionContext.SuppressFlow())
        {
            task = Rust.StartProcedureAsync(Inputs.Local("true"), new() { Progress = progress });
        }

        await task;

        seen.Should().BeNull();
    }

    [Fact]
    public async Task Progress_HandlerThrows_FailsTheTaskWhenRustHasEnded()
    {
        Marker marker = new();
        InvalidOperationException failure = new("thrown by the handler");
        Recorder progress = new(_ => throw failure);

        Task<ProcedureOutput> task = Rust.StartProcedureAsync(
            Inputs.Local($"{marker.Export} test $HOST = a || sleep 1000", "a", "b", "c"), new() { Progress = progress });

        (await FluentActions.Awaiting(() => task).Should().ThrowAsync<InvalidOperationException>()).Which.Should().BeSameAs(failure);
        task.IsFaulted.Should().BeTrue();
        progress.Reports.Should().ContainSingle();
        await Marker.WaitUntilAsync(() => marker.Processes().Count == 0, "the procedure has ended");
    }

    [Fact]
    public async Task Progress_HandlerThrowsTheCallersCancel_CancelsTheTask()
    {
        using CancellationTokenSource cancellation = new();
        Recorder progress = new(_ =>
        {
            cancellation.Cancel();
            cancellation.Token.ThrowIfCancellationRequested();
        });

        Task<ProcedureOutput> task = Rust.StartProcedureAsync(
            Inputs.Local("test $HOST = a || sleep 1000", "a", "b"), new() { Progress = progress }, cancellation.Token);

        ProcedureCanceledException exception =
            (await FluentActions.Awaiting(() => task).Should().ThrowAsync<ProcedureCanceledException>()).Which;
        task.IsCanceled.Should().BeTrue();
        exception.CancellationToken.Should().Be(cancellation.Token);
        exception.Output.Hosts[0].Outcome.Should().Be(HostOutcome.Succeeded);
        progress.Reports.Should().ContainSingle();
    }

    [Theory]
    [InlineData(typeof(OperationCanceledException))]
    [InlineData(typeof(ProcedureCanceledException))]
    public async Task Progress_HandlerThrowsItsOwnCancel_FailsTheTask(Type type)
    {
        Exception failure = (Exception)Activator.CreateInstance(type)!;
        Recorder progress = new(_ => throw failure);

        Task<ProcedureOutput> task = Rust.StartProcedureAsync(Inputs.Local("true"), new() { Progress = progress });

        (await FluentActions.Awaiting(() => task).Should().ThrowAsync<Exception>()).Which.Should().BeSameAs(failure);
        task.IsFaulted.Should().BeTrue();
    }

    [Fact]
    public async Task Progress_HandlerCancels_EndsTheProcedure()
    {
        using TemporaryFolder folder = new();
        string gate = folder.PathOf("gate");
        using CancellationTokenSource cancellation = new();
        Recorder progress = new(_ => cancellation.Cancel());

        // The first host ends only once the second runs.
        Func<Task> call = () => Rust.StartProcedureAsync(
            Inputs.Local(
                $"if test $HOST = a; then while ! test -e '{gate}'; do sleep 0.01; done; else touch '{gate}'; sleep 1000; fi",
                "a",
                "b"),
            new() { Progress = progress },
            cancellation.Token);

        ProcedureOutput output = (await call.Should().ThrowAsync<ProcedureCanceledException>()).Which.Output;
        output.Hosts.Select(host => host.Outcome).Should().Equal(HostOutcome.Succeeded, HostOutcome.Cancelled);
        progress.Reports.Should().HaveCount(2);
    }

    /// <summary>Records reports on the thread that delivers them.</summary>
    private sealed class Recorder(Action<ProcedureProgress>? react = null) : IProgress<ProcedureProgress>
    {
        private readonly List<ProcedureProgress> _reports = [];

        // Written by one thread at a time, and read after all are done.
        public IReadOnlyList<ProcedureProgress> Reports => _reports;

        public void Report(ProcedureProgress value)
        {
            _reports.Add(value);
            react?.Invoke(value);
        }
    }
}
