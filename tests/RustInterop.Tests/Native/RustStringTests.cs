using RustInterop.Native;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Native;

[Collection(Alone.Name)]
public sealed class RustStringTests
{
    [Fact]
    public void Dispose_Twice_FreesOnce()
    {
        RustString reply = NativeMethods.start_procedure("null\0"u8);
        NativeMethods.rust_interop_live_strings().Should().Be(1);

        reply.Dispose();
        reply.Dispose();

        NativeMethods.rust_interop_live_strings().Should().Be(0);
    }

    [Fact]
    public void Read_Disposed_Throws()
    {
        RustString reply = NativeMethods.start_procedure("null\0"u8);
        reply.Dispose();

        Action read = () => reply.Read(0, static (text, _) => text.Length);

        read.Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public void Dispose_WhileRead_FreesAfterwards()
    {
        RustString reply = NativeMethods.start_procedure("null\0"u8);

        reply.Read(reply, static (text, reply) =>
        {
            reply.Dispose();
            NativeMethods.rust_interop_live_strings().Should().Be(1);
            return text.Length;
        }).Should().BePositive();

        NativeMethods.rust_interop_live_strings().Should().Be(0);
    }

    [Fact]
    public void Read_Throws_LeavesNothingHeld()
    {
        using (RustString reply = NativeMethods.start_procedure("null\0"u8))
        {
            Action read = () => reply.Read<int, int>(0, static (_, _) => throw new InvalidOperationException());

            read.Should().Throw<InvalidOperationException>();
        }

        NativeMethods.rust_interop_live_strings().Should().Be(0);
    }

    [Fact]
    public void FreeMem_Null_DoesNothing() => NativeMethods.free_mem(0);
}
