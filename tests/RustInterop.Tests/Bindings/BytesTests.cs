using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RustInterop.Bindings;
using RustInterop.Tests.Libraries;
using RustInterop.Tests.RecordTypes;
using RustInterop.Tests.Support;
using Records = RustInterop.Tests.RecordTypes.Records;

namespace RustInterop.Tests.Bindings;

/// <summary>Bytes that cross beside the JSON, by the C# that the build has generated.</summary>
public sealed class BytesTests : RecordsLibraryTests
{
    private const int Large = 20 * 1024 * 1024;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(32)]
    [InlineData(Large)]
    public async Task Method_BytesInAndOut_CrossUnchanged(int length)
    {
        byte[] bytes = Filled(length, 0x5A);
        byte[] inverted = Filled(length, 0xA5);

        using RustBytes blocking = Records.Invert(bytes);
        using RustBytes awaited = await Records.InvertAsync(bytes);

        blocking.Length.Should().Be(length);
        blocking.Span.SequenceEqual(inverted).Should().BeTrue();
        awaited.Memory.Span.SequenceEqual(inverted).Should().BeTrue();
        awaited.ToArray().AsSpan().SequenceEqual(inverted).Should().BeTrue();
    }

    [Fact]
    public async Task Method_PartOfAnArray_GetsThatPart()
    {
        byte[] bytes = [1, 2, 3, 4, 5];

        using RustBytes blocking = Records.Invert(bytes.AsSpan(1, 3));
        using RustBytes awaited = await Records.InvertAsync(bytes.AsMemory(4));

        blocking.ToArray().Should().Equal([253, 252, 251]);
        awaited.ToArray().Should().Equal([250]);
    }

    [Fact]
    public async Task Method_SeveralBytesBesideOthers_GetsEach()
    {
        using RustBytes blocking = Records.JoinBytes("one"u8, " two ", "three"u8, " four"u8.ToArray());
        using RustBytes awaited = await Records.JoinBytesAsync("one"u8.ToArray(), " two ", default, blocking);

        blocking.ToArray().Should().Equal("one two three four"u8.ToArray());
        awaited.ToArray().Should().Equal("one two one two three four"u8.ToArray());
    }

    [Fact]
    public async Task Method_MoreBytesThanSpans_TakesMemories()
    {
        ReadOnlyMemory<byte> one = new byte[] { 1 };
        ReadOnlyMemory<byte> two = new byte[] { 2, 2 };

        using RustBytes blocking = Records.JoinFive(one, two, one, two, one);
        using RustBytes awaited = await Records.JoinFiveAsync(one, two, one, two, one);

        blocking.ToArray().Should().Equal([1, 2, 2, 1, 2, 2, 1]);
        awaited.ToArray().Should().Equal(blocking.ToArray());
    }

    [Fact]
    public void Record_WithBytes_CrossesBothWays()
    {
        byte[] image = [1, 2, 3];

        Picture turned = Records.Turned(new() { Title = "a picture", Image = image, Others = [image, Array.Empty<byte>(), image.AsMemory(1)] });
        Picture again = Records.Turned(turned);

        turned.Image!.ToArray().Should().Equal(image);
        turned.Others.Select(bytes => bytes.ToArray()).Should().BeEquivalentTo([[2, 3], [], image], options => options.WithStrictOrdering());
        again.Others[0].ToArray().Should().Equal(image);
        AreSame(again.Image!.Span, turned.Image.Span).Should().BeTrue("Rust has got its own bytes back");
        Dispose(turned);
        again.Others[2].ToArray().Should().Equal([2, 3]);
        Dispose(again);

        static void Dispose(Picture picture)
        {
            picture.Image!.Dispose();
            foreach (RustBytes bytes in picture.Others)
            {
                bytes.Dispose();
            }
        }
    }

    [Fact]
    public void Record_WithoutBytes_HasNull()
    {
        byte[]? none = null;

        Records.Turned(new() { Title = "", Image = none, Others = [] }).Image.Should().BeNull();
        FluentActions.Invoking(() => Records.SameBytes(none!)).Should().Throw<ArgumentNullException>().WithParameterName("bytes");
    }

    [Fact]
    public void Object_MadeOfBytes_KeepsACopy()
    {
        byte[] bytes = [1, 2, 3];
        using Blob blob = new(bytes);
        bytes[0] = 9;

        using RustBytes kept = blob.Bytes();

        kept.ToArray().Should().Equal([1, 2, 3]);
        blob.Is(kept.Span).Should().BeTrue();
        blob.Is(bytes).Should().BeFalse();
    }

    [LinuxFact]
    public void Bytes_OfAnotherLibrary_AreLentToThisOne()
    {
        using TemporaryFolder folder = new();
        string copy = folder.PathOf("librecords_copy.so");
        using RustLibrary original = RustLibrary.Load("records");
        File.Copy(original.Path, copy);
        using RustLibrary other = RustLibrary.Load(copy);
        JsonTypes types = new();
        RustProcedure<RustBytes, RustBytes> same = other.GetProcedure("same_bytes", types.Get<RustBytes>(), types.Get<RustBytes>());

        using RustBytes ofOther = same.Invoke(new byte[] { 1, 2, 3 });
        using RustBytes ofOriginal = Records.SameBytes(ofOther);

        ofOriginal.ToArray().Should().Equal([1, 2, 3]);
        AreSame(ofOriginal.Span, ofOther.Span).Should().BeFalse();
        same.Invoke(ofOther).Dispose();
        other.LiveHandles().Should().Be(1);
    }

    [Fact]
    public async Task Bytes_LentToTwoCallsAtOnce_AreReadByBoth()
    {
        byte[] bytes = Filled(1000, 7);
        using CancellationTokenSource cancellation = new();
        using SemaphoreSlim started = new(0);
        Handler<RustBytes> report = new(bytes =>
        {
            bytes.Dispose();
            started.Release();
        });

        Task<ulong> first = Records.SumWhenCancelledAsync(bytes, progress: report, cancellationToken: cancellation.Token);
        Task<ulong> second = Records.SumWhenCancelledAsync(bytes, progress: report, cancellationToken: cancellation.Token);
        await started.WaitAsync();
        await started.WaitAsync();
        await cancellation.CancelAsync();

        (await first).Should().Be(7000);
        (await second).Should().Be(7000);
    }

    [Fact]
    public async Task Bytes_DuringAnAsynchronousCall_StayWhereTheyAre()
    {
        using CancellationTokenSource cancellation = new();
        TaskCompletionSource<byte[]> reported = new();
        Handler<RustBytes> report = new(bytes =>
        {
            using (bytes)
            {
                reported.SetResult(bytes.ToArray());
            }
        });

        Task<ulong> sum = Start();
        (await reported.Task).Should().HaveCount(3000);
        for (int i = 0; i < 10; i++)
        {
            _ = Filled(3000, 1);
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
        }

        await cancellation.CancelAsync();
        (await sum).Should().Be(9000);

        // Nothing but the call has the array.
        [MethodImpl(MethodImplOptions.NoInlining)]
        Task<ulong> Start() => Records.SumWhenCancelledAsync(Filled(3000, 3), progress: report, cancellationToken: cancellation.Token);
    }

    [Fact]
    [SuppressMessage("Reliability", "CA2025:Ensure tasks using IDisposable instances complete before disposal", Justification = "On purpose.")]
    public async Task Dispose_DuringACallThatHasTheBytes_LetsItEnd()
    {
        using CancellationTokenSource cancellation = new();
        RustBytes bytes = Records.Invert(Filled(Large, 0xFE));
        TaskCompletionSource started = new();
        Handler<RustBytes> report = new(bytes =>
        {
            bytes.Dispose();
            started.SetResult();
        });

        Task<ulong> sum = Records.SumWhenCancelledAsync(bytes.Memory, bytes, report, cancellation.Token);
        await started.Task;
        bytes.Dispose();
        await cancellation.CancelAsync();

        (await sum).Should().Be(2ul * Large);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(1000)]
    public void Dispose_Twice_EndsTheUse(int length)
    {
        RustBytes bytes = Records.Zeros((ulong)length);
        ReadOnlyMemory<byte> memory = bytes.Memory;
        bytes.Dispose();
        bytes.Dispose();

        FluentActions.Invoking(() => bytes.Span.Length).Should().Throw<ObjectDisposedException>().Which.ObjectName.Should().Be(typeof(RustBytes).FullName);
        FluentActions.Invoking(() => bytes.Memory).Should().Throw<ObjectDisposedException>();
        FluentActions.Invoking(bytes.ToArray).Should().Throw<ObjectDisposedException>();
        FluentActions.Invoking(() => memory.ToArray()).Should().Throw<ObjectDisposedException>();
        FluentActions.Invoking(() => memory.Pin()).Should().Throw<ObjectDisposedException>();
        FluentActions.Invoking(() => Records.SameBytes(bytes)).Should().Throw<ObjectDisposedException>();
        bytes.Length.Should().Be(length);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(1000)]
    public unsafe void Pin_ThenDispose_KeepsTheBytesUntilTheEnd(int length)
    {
        RustBytes bytes = Records.Invert(Filled(length, 1));

        using (MemoryHandle pin = bytes.Memory[1..].Pin())
        {
            bytes.Dispose();
            ((byte*)pin.Pointer)[0].Should().Be(254);
        }
    }

    [Fact]
    public void Bytes_OfYourOwn_AreTheSameMemory()
    {
        byte[] array = [1, 2, 3];
        using RustBytes bytes = new(array.AsMemory(1));
        using IMemoryOwner<byte> owner = bytes;

        bytes.Length.Should().Be(2);
        AreSame(bytes.Span, array.AsSpan(1)).Should().BeTrue();
        AreSame(owner.Memory.Span, array.AsSpan(1)).Should().BeTrue();
        bytes.Dispose();
        bytes.ToArray().Should().Equal([2, 3]);
    }

    private static bool AreSame(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other) =>
        Unsafe.AreSame(in MemoryMarshal.GetReference(one), in MemoryMarshal.GetReference(other));

    private static byte[] Filled(int length, byte value)
    {
        byte[] bytes = new byte[length];
        Array.Fill(bytes, value);
        return bytes;
    }
}
