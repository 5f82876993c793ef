using RustInterop.Crossing;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Crossing;

public sealed class PendingCallTests
{
    [LinuxFact]
    public async Task Report_LongerThanASpan_FailsTheCall()
    {
        using EndlessText text = new();

        await FailsAsync(reporter => Report(reporter, text));
    }

    [Fact]
    public async Task Report_OfAnotherType_FailsTheCall() => await FailsAsync(reporter => Report(reporter, "{}\0"u8));

    [Fact]
    public async Task Completion_SynchronousContinuation_DoesNotRunOnARustThread()
    {
        using TemporaryFolder folder = new();
        string gate = folder.PathOf("gate");
        PendingCall call = new(StartProcedureExports.Instance, null);
        using InputBuffer buffer = InputBuffer.Rent();
        using CallHandle handle = call.Start(buffer.Write(Inputs.Local($"while ! test -e '{gate}'; do sleep 0.01; done"), ProcedureJson.Input));
        Task<bool> isPoolThread = call.Completion.AsTask().ContinueWith(
            reply =>
            {
                new RustString(BuiltInLibrary.Instance, reply.Result).Dispose();
                return Thread.CurrentThread.IsThreadPoolThread;
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);

        await File.WriteAllTextAsync(gate, "");

        (await isPoolThread).Should().BeTrue();
    }

    private static async Task FailsAsync(Action<ProgressReporter> report)
    {
        ProgressReporter reporter = ProgressReporter<ProcedureProgress>.For(
            new Progress<ProcedureProgress>(), ProcedureJson.Progress, CancellationToken.None)!;
        report(reporter);

        Func<Task> call = () => PendingCall.RunAsync(
            StartProcedureExports.Instance,
            buffer => buffer.Write(Inputs.Local("true"), ProcedureJson.Input),
            (reply, _) => Reply.Read(reply, ProcedureJson.Output),
            reporter,
            drain: default,
            CancellationToken.None);

        (await call.Should().ThrowAsync<RustException>()).Which.Kind.Should().Be(RustErrorKind.InvalidReply);
    }

    private static unsafe void Report(ProgressReporter reporter, EndlessText text) => reporter.Report(new RustText(BuiltInLibrary.Instance, (nint)text.Start));

    private static unsafe void Report(ProgressReporter reporter, ReadOnlySpan<byte> text)
    {
        fixed (byte* start = text)
        {
            reporter.Report(new RustText(BuiltInLibrary.Instance, (nint)start));
        }
    }
}
