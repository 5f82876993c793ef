using RustInterop.Tests.Support;

namespace RustInterop.Tests.Fleet;

public sealed class ProcedureRunnerTests
{
    private static readonly ProcedureRunner Runner = new();

    [Fact]
    public void StartProcedure_Input_RunsIt() =>
        Runner.StartProcedure(Inputs.Local("echo hi")).OnlyHost().Stdout.Should().Be("hi\n");

    [Fact]
    public async Task StartProcedureAsync_Input_RunsItWithProgressAndToken()
    {
        using CancellationTokenSource cancellation = new();
        CancellingProgress progress = new(cancellation);

        Func<Task> call = () => Runner.StartProcedureAsync(
            Inputs.Local("test $HOST = a || sleep 1000", "a", "b"), progress, cancellation.Token);

        (await call.Should().ThrowAsync<ProcedureCanceledException>()).Which.CancellationToken.Should().Be(cancellation.Token);
    }

    [Fact]
    public async Task StartProcedureAsync_OfARunnerWithOneMethod_RunsThatWithoutOutput()
    {
        using CancellationTokenSource cancellation = new();
        CancellingProgress progress = new(cancellation);
        IProcedureRunner runner = new Recorder();

        await runner.StartProcedureAsync(Inputs.Local("true"), progress, cancellation.Token);

        ((Recorder)runner).Arguments.Should().Be((progress, null, cancellation.Token));
    }

    private sealed class Recorder : IProcedureRunner
    {
        internal (IProgress<ProcedureProgress>?, IProgress<HostOutput>?, CancellationToken) Arguments { get; private set; }

        public ProcedureOutput StartProcedure(ProcedureInput input) => throw new NotSupportedException();

        public Task<ProcedureOutput> StartProcedureAsync(
            ProcedureInput input,
            IProgress<ProcedureProgress>? progress = null,
            IProgress<HostOutput>? output = null,
            CancellationToken cancellationToken = default)
        {
            Arguments = (progress, output, cancellationToken);
            return Task.FromResult(new ProcedureOutput(input.JobId, ProcedureResult.Success, "0 hosts failed", [], []));
        }
    }

    private sealed class CancellingProgress(CancellationTokenSource cancellation) : IProgress<ProcedureProgress>
    {
        public void Report(ProcedureProgress value) => cancellation.Cancel();
    }
}
