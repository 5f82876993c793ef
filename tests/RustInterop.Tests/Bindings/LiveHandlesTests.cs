using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using RustInterop.Tests.Libraries;
using RustInterop.Tests.Support;
using Records = RustInterop.Tests.RecordTypes.Records;

namespace RustInterop.Tests.Bindings;

/// <summary>No handle is left after a call, however it ends.</summary>
[Collection(Alone.Name)]
public sealed class LiveHandlesTests : IDisposable
{
    // Fewer would be copied.
    private const int Long = 1000;

    private readonly RustLibrary _library = RustLibrary.Load("records");
    private readonly long _before;

    public LiveHandlesTests() => _before = Count();

    [Fact]
    public void Call_ThatReturnsBytes_LeavesThemUntilTheyAreDisposedOf()
    {
        using (RustBytes bytes = Records.JoinBytes("one"u8, "", "two"u8, new byte[Long]))
        {
            _library.LiveHandles().Should().Be(_before + 1);
        }

        _library.LiveHandles().Should().Be(_before);
    }

    [Fact]
    public async Task Call_ThatFailsOrPanics_LeavesNothing()
    {
        byte[] bytes = [1, 2, 3];

        FluentActions.Invoking(() => Records.FailWithBytes(bytes, bytes, panics: false)).Should().Throw<RustException>().WithMessage("6 bytes*");
        FluentActions.Invoking(() => Records.FailWithBytes(bytes, bytes, panics: true)).Should().Throw<RustPanicException>();
        await FluentActions.Awaiting(() => Records.FailWithBytesAsync(bytes, bytes, panics: false)).Should().ThrowAsync<RustException>();
        await FluentActions.Awaiting(() => Records.FailWithBytesAsync(bytes, bytes, panics: true)).Should().ThrowAsync<RustPanicException>();

        _library.LiveHandles().Should().Be(_before);
    }

    [Fact]
    public async Task Call_ThatDoesNotReachRust_LeavesNothing()
    {
        RustBytes disposed = Records.Zeros(Long);
        disposed.Dispose();
        byte[] bytes = [1, 2, 3];

        FluentActions.Invoking(() => Records.JoinBytes(bytes, "", bytes, disposed)).Should().Throw<ObjectDisposedException>();
        FluentActions.Invoking(() => Records.Turned(new() { Title = "", Image = bytes, Others = [disposed] })).Should().Throw<ObjectDisposedException>();
        await FluentActions.Awaiting(() => Records.JoinBytesAsync(bytes, "", bytes, disposed)).Should().ThrowAsync<ObjectDisposedException>();

        _library.LiveHandles().Should().Be(_before);
    }

    [Fact]
    public async Task Call_WhileItRuns_HasOnlyItsLoans()
    {
        using CancellationTokenSource cancellation = new();
        TaskCompletionSource started = new();
        Handler<RustBytes> report = new(bytes =>
        {
            bytes.Dispose();
            started.SetResult();
        });

        Task<ulong> sum = Records.SumWhenCancelledAsync(new byte[] { 1 }, new byte[] { 2 }, report, cancellation.Token);
        await started.Task;
        _library.LiveHandles().Should().Be(_before + 2);
        await cancellation.CancelAsync();

        (await sum).Should().Be(3);
        _library.LiveHandles().Should().Be(_before);
    }

    [Fact]
    public async Task Call_WhoseHandlerThrows_LeavesNothing()
    {
        Handler<RustBytes> report = new(bytes =>
        {
            bytes.Dispose();
            throw new InvalidOperationException("on purpose");
        });

        await FluentActions.Awaiting(() => Records.SumWhenCancelledAsync(new byte[] { 1 }, progress: report))
            .Should().ThrowAsync<InvalidOperationException>().WithMessage("on purpose");

        _library.LiveHandles().Should().Be(_before);
    }

    [Fact]
    public void Reply_ThatNobodyReads_IsDroppedWithItsBytes()
    {
        _library.GetProcedure("zeros").Invoke("5"u8, new ArrayBufferWriter<byte>());

        _library.LiveHandles().Should().Be(_before);
    }

    [Fact]
    public async Task Pin_OfDisposedBytes_IsTheLastUse()
    {
        RustBytes bytes = Records.Zeros(Long);
        MemoryHandle pin = bytes.Memory.Pin();
        bytes.Dispose();
        _library.LiveHandles().Should().Be(_before + 1);

        await Task.Run(pin.Dispose);

        _library.LiveHandles().Should().Be(_before);
    }

    [Fact]
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "Forgotten on purpose.")]
    public void Bytes_Forgotten_AreDroppedByTheGarbageCollector()
    {
        Forget();

        Count().Should().Be(_before);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Forget() => _ = Records.Zeros(Long);
    }

    public void Dispose() => _library.Dispose();

    // What other tests have forgotten is gone afterwards.
    private long Count()
    {
        for (int i = 0; i < 2; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return _library.LiveHandles();
    }
}
