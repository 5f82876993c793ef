using RustInterop.Crossing;
using RustInterop.Tests.Child;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Crossing;

[Collection(Alone.Name)]
public sealed class RustStringTests
{
    [Fact]
    public void Dispose_Twice_FreesOnce()
    {
        RustString reply = RawReply.Of("null\0"u8);
        NativeMethods.rust_interop_live_strings().Should().Be(1);

        reply.Dispose();
        reply.Dispose();

        NativeMethods.rust_interop_live_strings().Should().Be(0);
    }

    [Fact]
    public void Lend_Disposed_Throws()
    {
        RustString reply = RawReply.Of("null\0"u8);
        reply.Dispose();

        Action lend = () => reply.Lend();

        lend.Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public void Dispose_WhileLent_FreesAfterwards()
    {
        RustString reply = RawReply.Of("null\0"u8);

        using (RustString.LentText text = reply.Lend())
        {
            reply.Dispose();
            NativeMethods.rust_interop_live_strings().Should().Be(1);
            text.Utf8.Length.Should().BePositive();
        }

        NativeMethods.rust_interop_live_strings().Should().Be(0);
    }

    [Fact]
    public void Lend_ReaderThrows_ReleasesTheString()
    {
        using (RustString reply = RawReply.Of("null\0"u8))
        {
            Action read = () =>
            {
                using RustString.LentText text = reply.Lend();
                throw new InvalidOperationException();
            };

            read.Should().Throw<InvalidOperationException>();
        }

        NativeMethods.rust_interop_live_strings().Should().Be(0);
    }

    [Fact]
    public void Invoke_TwiceOnAThread_ReturnsTwoOwners()
    {
        RustString first = RawReply.Of("null\0"u8);
        using RustString second = RawReply.Of("null\0"u8);

        first.Dispose();

        NativeMethods.rust_interop_live_strings().Should().Be(1);
        using RustString.LentText text = second.Lend();
        text.Utf8.ToArray().Should().StartWith("{\"error\":{"u8.ToArray());
    }

    [Fact]
    public void FreeMem_Null_DoesNothing() => NativeMethods.free_mem(0);

    [LinuxFact]
    public unsafe void Lend_LongerThanASpan_Throws()
    {
        using EndlessText text = new();

        Action lend = () => _ = new RustText(BuiltInLibrary.Instance, (nint)text.Start).Utf8.Length;

        RustException exception = lend.Should().Throw<RustException>().Which;
        exception.Kind.Should().Be(RustErrorKind.InvalidReply);
        exception.Message.Should().Contain("longer than .NET can read");
    }
}
