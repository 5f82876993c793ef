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
            Inputs.Local("test $HOST = a || sleep 1000", "a", "b"), new() { Progress = progress }, cancellation.Token);

        (await call.Should().ThrowAsync<ProcedureCanceledException>()).Which.CancellationToken.Should().Be(cancellation.Token);
    }

    private sealed class CancellingProgress(CancellationTokenSource cancellation) : IProgress<ProcedureProgress>
    {
        public void Report(ProcedureProgress value) => cancellation.Cancel();
    }
}
