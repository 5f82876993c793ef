using RustInterop.Tests.Support;

namespace RustInterop.Tests.LongRunning;

public sealed class StartsTests
{
    [Fact]
    public async Task Starts_OfEachAttempt_ComeBeforeItsOutputAndTheEndOfTheHost()
    {
        Recorder reports = new();

        await Rust.StartProcedureAsync(
            Inputs.Local("printf x; test $ATTEMPT = 2", "a", "b") with { Retries = 1, Concurrency = 1 },
            new() { Progress = reports, Starts = reports, Output = reports });

        reports.All.Should().Equal(
            "start a 1", "output a 1", "start a 2", "output a 2", "done a",
            "start b 1", "output b 1", "start b 2", "output b 2", "done b");
    }

    [Fact]
    public async Task Starts_WithoutOtherHandlers_AreAllThatIsReported()
    {
        Recorder reports = new();

        ProcedureOutput output = await Rust.StartProcedureAsync(Inputs.Local("echo out"), new() { Starts = reports });

        reports.All.Should().Equal("start here 1");
        output.OnlyHost().Stdout.Should().Be("out\n");
    }

    // The input may come from a file that somebody wrote for another caller.
    [Fact]
    public async Task Starts_NoHandlerForThem_AreNotReported()
    {
        Recorder reports = new();

        await Rust.StartProcedureAsync(Inputs.Local("echo out") with { ReportStarts = true }, new() { Progress = reports });

        reports.All.Should().Equal("done here");
    }

    [Fact]
    public async Task Starts_HandlerThrows_FailsTheTask()
    {
        InvalidOperationException failure = new("thrown by the handler");
        Recorder reports = new(failure);

        Func<Task> call = () => Rust.StartProcedureAsync(Inputs.Local("exec sleep 1000"), new() { Starts = reports });

        (await call.Should().ThrowAsync<InvalidOperationException>()).Which.Should().BeSameAs(failure);
    }

    /// <summary>Records reports on the thread that delivers them.</summary>
    private sealed class Recorder(Exception? failure = null)
        : IProgress<ProcedureProgress>, IProgress<HostOutput>, IProgress<HostStart>
    {
        private readonly List<string> _all = [];

        // Written by one thread at a time, and read after all are done.
        public IReadOnlyList<string> All => _all;

        public void Report(ProcedureProgress value) => _all.Add($"done {value.Host.Host}");

        public void Report(HostOutput value) => _all.Add($"output {value.Host} {value.Attempt}");

        public void Report(HostStart value)
        {
            _all.Add($"start {value.Host} {value.Attempt}");
            if (failure is not null)
            {
                throw failure;
            }
        }
    }
}
