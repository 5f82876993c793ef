using RustInterop.Tests.Support;

namespace RustInterop.Tests.LongRunning;

public sealed class OutputTests
{
    [Fact]
    public async Task Output_OfARunningAction_IsReported()
    {
        using TemporaryFolder folder = new();
        string gate = folder.PathOf("gate");
        // The action ends only once its output has been reported.
        Recorder reports = new(_ => File.WriteAllText(gate, ""));

        ProcedureOutput output = await Rust.StartProcedureAsync(
            Inputs.Local($"echo begin; until test -e '{gate}'; do sleep 0.01; done"), new ProcedureHandlers { Output = reports });

        output.FailedHosts.Should().BeEmpty();
        reports.All.Should().Equal(new HostOutput("here", OutputStream.Stdout, 1, "begin\n"));
    }

    [Fact]
    public async Task Output_WithProgress_ComesBeforeTheHostIsDoneWithTheNumberOfTheAttempt()
    {
        Recorder reports = new();

        await Rust.StartProcedureAsync(
            Inputs.Local("echo é $ATTEMPT >&2; test $ATTEMPT = 2") with { Retries = 1, OutputLimit = 0 },
            new ProcedureHandlers { Progress = reports, Output = reports });

        reports.All.Take(2).Should().Equal(
            new HostOutput("here", OutputStream.Stderr, 1, "é 1\n"), new HostOutput("here", OutputStream.Stderr, 2, "é 2\n"));
        reports.All.Skip(2).Should().ContainSingle().Which.Should().BeOfType<ProcedureProgress>()
            .Which.Host.Attempts.Should().Be(2);
    }

    [Fact]
    public async Task Output_HandlerThrows_FailsTheTaskAndEndsTheAction()
    {
        Marker marker = new();
        InvalidOperationException failure = new("thrown by the handler");
        Recorder reports = new(_ => throw failure);

        Task<ProcedureOutput> task = new ProcedureRunner().StartProcedureAsync(
            Inputs.Local($"{marker.Export} echo out; exec sleep 1000"), new ProcedureHandlers { Output = reports });

        (await FluentActions.Awaiting(() => task).Should().ThrowAsync<InvalidOperationException>()).Which.Should().BeSameAs(failure);
        reports.All.Should().ContainSingle();
        await Marker.WaitUntilAsync(() => marker.Processes().Count == 0, "the procedure has ended");
    }

    [Fact]
    public async Task Output_HandlerCancels_EndsTheProcedure()
    {
        using CancellationTokenSource cancellation = new();
        Recorder reports = new(_ => cancellation.Cancel());

        Func<Task> call = () => Rust.StartProcedureAsync(
            Inputs.Local("exec cat /dev/zero"), new ProcedureHandlers { Output = reports }, cancellation.Token);

        ProcedureOutput output = (await call.Should().ThrowAsync<ProcedureCanceledException>()).Which.Output;
        output.OnlyHost().Outcome.Should().Be(HostOutcome.Cancelled);
    }

    // The input may come from a file that somebody wrote for another caller.
    [Fact]
    public async Task Output_NoHandlerForIt_IsNotReported()
    {
        Recorder reports = new();

        await Rust.StartProcedureAsync(Inputs.Local("echo out") with { ReportOutput = true }, new() { Progress = reports });

        reports.All.Should().ContainSingle().Which.Should().BeOfType<ProcedureProgress>();
    }

    /// <summary>Records reports on the thread that delivers them.</summary>
    private sealed class Recorder(Action<object>? react = null) : IProgress<ProcedureProgress>, IProgress<HostOutput>
    {
        private readonly List<object> _all = [];

        // Written by one thread at a time, and read after all are done.
        public IReadOnlyList<object> All => _all;

        public void Report(ProcedureProgress value) => Add(value);

        public void Report(HostOutput value) => Add(value);

        private void Add(object report)
        {
            _all.Add(report);
            react?.Invoke(report);
        }
    }
}
