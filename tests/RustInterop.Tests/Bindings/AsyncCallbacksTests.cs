using RustInterop.Tests.RecordTypes;
using Records = RustInterop.Tests.RecordTypes.Records;

namespace RustInterop.Tests.Bindings;

/// <summary>Functions that return a task.</summary>
public sealed class AsyncCallbacksTests : RecordsLibraryTests
{
    [Fact]
    public async Task AsyncCallback_OfARecord_GetsEachAndReturnsItsOutput()
    {
        IReadOnlyList<string> answers = await Records.AskAsync("a b", async (word, cancellationToken) =>
        {
            await Task.Delay(1, cancellationToken);
            return $"{word.Text}{word.Place}";
        });

        answers.Should().Equal("a0", "b1");
        Records.Ask("c", (word, _) => Task.FromResult(word.Text)).Should().Equal("c");
    }

    [Fact]
    public async Task AsyncCallback_WithoutOutput_IsAwaited()
    {
        bool told = false;

        await Records.TellAsync(async _ =>
        {
            await Task.Yield();
            told = true;
        });

        told.Should().BeTrue();
    }

    [Fact]
    public async Task AsyncCallback_ThatFails_IsTheInnerException()
    {
        Func<Task> later = () => Records.AskAsync("a", async (_, _) =>
        {
            await Task.Yield();
            throw new TimeoutException("late");
        });
        Func<Task> atOnce = () => Records.AskAsync("a", (_, _) => throw new RustException<LookupError>("unknown", new LookupError.Unknown("a")));
        Func<Task> cancelled = () => Records.TellAsync(_ => Task.FromCanceled(new CancellationToken(canceled: true)));

        RustException<LookupError> late = (await later.Should().ThrowAsync<RustException<LookupError>>()).Which;
        late.Error.Should().Be(new LookupError.Other { Message = "late" });
        late.InnerException.Should().BeOfType<TimeoutException>();
        (await atOnce.Should().ThrowAsync<RustException<LookupError>>()).Which.Error.Should().Be(new LookupError.Unknown("a"));
        (await cancelled.Should().ThrowAsync<RustException>()).WithInnerException<OperationCanceledException>();
    }

    [Fact]
    public async Task AsyncCallback_ThatNobodyWaitsForAnyMore_IsCancelled()
    {
        TaskCompletionSource cancelled = new();

        uint first = await Records.AskFirstAsync(
            async cancellationToken =>
            {
                await WaitForCancelAsync(cancellationToken);
                cancelled.SetResult();
                return 0;
            },
            async _ =>
            {
                await Task.Yield();
                return 7;
            });

        first.Should().Be(7);
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task AsyncCallback_OfACallThatIsCancelled_IsCancelled()
    {
        using CancellationTokenSource source = new();
        TaskCompletionSource cancelled = new();

        Task call = Records.TellAsync(
            async cancellationToken =>
            {
                await source.CancelAsync();
                await WaitForCancelAsync(cancellationToken);
                cancelled.SetResult();
            },
            source.Token);

        await FluentActions.Awaiting(() => call).Should().ThrowAsync<OperationCanceledException>();
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task AsyncCallback_ThatEndsWhileItIsCancelled_DoesNoHarm()
    {
        for (int i = 0; i < 2000; i++)
        {
            using Barrier barrier = new(2);
            (await Records.AskFirstAsync(_ => AnswerAsync(barrier), _ => AnswerAsync(barrier))).Should().Be(7);
        }

        static Task<uint> AnswerAsync(Barrier barrier) => Task.Run(() =>
        {
            barrier.SignalAndWait();
            return 7u;
        });
    }

    private static async Task WaitForCancelAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration registration = cancellationToken.Register(cancelled.SetResult);
        await cancelled.Task;
    }
}
