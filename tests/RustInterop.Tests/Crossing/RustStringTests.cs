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

        using (LentText text = reply.Lend())
        {
            reply.Dispose();
            NativeMethods.rust_interop_live_strings().Should().Be(1);
            text.Utf8.Length.Should().BePositive();
        }

        NativeMethods.rust_interop_live_strings().Should().Be(0);
    }

    [Fact]
    public void Lend_ReaderThrows_LeavesNothingHeld()
    {
        using (RustString reply = RawReply.Of("null\0"u8))
        {
            Action read = () =>
            {
                using LentText text = reply.Lend();
                throw new InvalidOperationException();
            };

            read.Should().Throw<InvalidOperationException>();
        }

        NativeMethods.rust_interop_live_strings().Should().Be(0);
    }

    [Fact]
    public void Free_Twice_FreesOnce()
    {
        using RustString reply = RawReply.Of("null\0"u8);

        reply.Free();
        reply.Free();

        NativeMethods.rust_interop_live_strings().Should().Be(0);
        reply.IsInvalid.Should().BeTrue();
    }

    [Fact]
    public void Own_AfterFree_FreesTheSecondToo()
    {
        using (RustString reply = RawReply.Of("null\0"u8))
        {
            reply.Free();
            StartProcedureExports.Instance.Invoke("null\0"u8, reply);
            NativeMethods.rust_interop_live_strings().Should().Be(1);
        }

        NativeMethods.rust_interop_live_strings().Should().Be(0);
    }

    [Fact]
    public void FreeMem_Null_DoesNothing() => NativeMethods.free_mem(0);
}
