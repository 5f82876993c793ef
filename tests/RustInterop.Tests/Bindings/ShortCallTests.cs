using RustInterop.Bindings;
using RustInterop.Tests.RecordTypes;
using RustInterop.Tests.Support;
using Records = RustInterop.Tests.RecordTypes.Records;

namespace RustInterop.Tests.Bindings;

/// <summary>Functions that say that they take little time, called by task.</summary>
public sealed class ShortCallTests : RecordsLibraryTests
{
    private static readonly AsyncLocal<string> s_local = new();

    [Fact]
    public async Task Call_OfAFunction_HasItsResult()
    {
        (await Records.ShortSumAsync(3, 4)).Should().Be(7);
        await Records.ShortNothingAsync();
        (await Records.ShortLengthAsync(new byte[] { 1, 2 }, new byte[300])).Should().Be(302);
        (await Records.ShortLookupAsync(word => (uint)word.Length, "four")).Should().Be(4);
        (await Records.ShortLookupAsync(word => (uint)word.Length)).Should().BeNull();
    }

    [Fact]
    public async Task Call_OfAnObject_HasItsResult()
    {
        using Tally tally = await Tally.CreateAsync(5);

        (await tally.AddAsync(3)).Should().Be(8);
        await tally.ClearAsync();
        (await tally.TotalAsync()).Should().Be(0);
    }

    [Fact]
    public async Task Call_RunsOnTheThreadPoolWithTheCallersContext()
    {
        (bool IsOfPool, string? Local) seen = default;
        s_local.Value = "caller's";

        await Records.ShortLookupAsync(
            _ =>
            {
                seen = (Thread.CurrentThread.IsThreadPoolThread, s_local.Value);
                s_local.Value = "callee's";
                return 1;
            },
            "word");

        seen.Should().Be((true, "caller's"));
        s_local.Value.Should().Be("caller's");
    }

    [Fact]
    public async Task Call_ThatFails_ThrowsWhatTheBlockingCallThrows()
    {
        (await FluentActions.Awaiting(() => Records.ShortRootAsync(-4).AsTask()).Should().ThrowAsync<RustException<NoRoot>>())
            .Which.Error.Of.Should().Be(-4);
        await FluentActions.Awaiting(() => Records.ShortPanicAsync().AsTask()).Should().ThrowAsync<RustPanicException>();
        (await Records.ShortRootAsync(4)).Should().Be(2);
    }

    [Fact]
    public void Call_ArgumentNull_ThrowsAtOnce()
    {
        Action call = () => _ = Records.ShortLookupAsync(null!).AsTask();

        call.Should().Throw<ArgumentNullException>().WithParameterName("lookup");
    }

    [Fact]
    public async Task Call_ObjectDisposed_Fails()
    {
        Tally tally = new(1);
        tally.Dispose();

        await FluentActions.Awaiting(() => tally.AddAsync(1).AsTask()).Should().ThrowAsync<ObjectDisposedException>();
    }

    [Fact]
    public async Task Call_CancelledBefore_NeverBegins()
    {
        bool hasBegun = false;

        ValueTask<uint?> call = Records.ShortLookupAsync(_ => { hasBegun = true; return 1; }, "word", new CancellationToken(canceled: true));

        await FluentActions.Awaiting(() => call.AsTask()).Should().ThrowAsync<OperationCanceledException>();
        hasBegun.Should().BeFalse();
    }

    [Fact]
    public async Task Call_CancelledAsSoonAsItIsQueued_EitherEndsAsCancelledOrHasRun()
    {
        for (int round = 0; round < 1000; round++)
        {
            using CancellationTokenSource cancellation = new();
            bool hasRun = false;

            Task<bool> call = ShortCall.RunAsync(_ => hasRun = true, 0, cancellation.Token).AsTask();
            await cancellation.CancelAsync();
            await Task.WhenAny(call);

            call.IsCanceled.Should().Be(!hasRun);
        }
    }

    [Fact]
    public async Task Call_AwaitedTwice_IsRefused()
    {
        ValueTask<ulong> call = Records.ShortSumAsync(1, 2);
        await call;

        await FluentActions.Awaiting(() => call.AsTask()).Should().ThrowAsync<InvalidOperationException>();
    }

    [Fact]
    public async Task Call_ManyAtOnce_EachHasItsOwnResult()
    {
        Task<ulong>[] calls = [.. Enumerable.Range(0, 10_000).Select(number => Records.ShortSumAsync((ulong)number, 1).AsTask())];

        (await Task.WhenAll(calls)).Should().Equal(Enumerable.Range(1, 10_000).Select(number => (ulong)number));
    }

    [Fact]
    public async Task Call_OneAfterAnother_AllocatesNothing()
    {
        ProcessResult child = await ChildProgram.RunWithInputAsync(
            "", new Dictionary<string, string?> { ["DOTNET_TieredCompilation"] = "0" }, "print-allocated-bytes-by-task");

        child.Stdout.Trim().Should().Be("0");
    }
}
