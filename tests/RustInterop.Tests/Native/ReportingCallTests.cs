using RustInterop.Native;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Native;

public sealed class ReportingCallTests
{
    [LinuxFact]
    public async Task Report_LongerThanASpan_FailsTheCall()
    {
        using EndlessText text = new();

        await FailsAsync(call => Report(call, text));
    }

    [Fact]
    public async Task Report_OfAnotherType_FailsTheCall() => await FailsAsync(call => Report(call, "{}\0"u8));

    [Fact]
    public async Task Completion_ContinuationAtOnce_RunsOnNoThreadOfRusts()
    {
        using TemporaryFolder folder = new();
        string gate = folder.PathOf("gate");
        using ReportingCall<ProcedureProgress> call = new(null, ProcedureJson.Progress, CancellationToken.None);
        using CallHandle handle = Start(call, $"while ! test -e '{gate}'; do sleep 0.01; done");
        Task<bool> isPoolThread = call.Completion.ContinueWith(
            reply =>
            {
                reply.Result.Dispose();
                return Thread.CurrentThread.IsThreadPoolThread;
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);

        await File.WriteAllTextAsync(gate, "");

        (await isPoolThread).Should().BeTrue();
    }

    private static async Task FailsAsync(Action<PendingCall> report)
    {
        using ReportingCall<ProcedureProgress> call = new(
            new Progress<ProcedureProgress>(), ProcedureJson.Progress, CancellationToken.None);
        report(call);
        using CallHandle handle = Start(call, "true");

        Func<Task> wait = async () => await call.WaitAsync(handle);

        (await wait.Should().ThrowAsync<RustException>()).Which.Kind.Should().Be(RustErrorKind.InvalidReply);
    }

    private static CallHandle Start(PendingCall call, string action)
    {
        using RequestBuffer request = RequestBuffer.Rent();
        return call.Start(request.Write(Inputs.Local(action), ProcedureJson.Input));
    }

    private static unsafe void Report(PendingCall call, EndlessText text) => call.Report(text.Start);

    private static unsafe void Report(PendingCall call, ReadOnlySpan<byte> text)
    {
        fixed (byte* start = text)
        {
            call.Report(start);
        }
    }
}
