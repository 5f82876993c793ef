using RustInterop.Crossing;
using RustInterop.Fleet.Json;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Crossing;

[Collection(Alone.Name)]
public sealed class CallBufferTests
{
    [Fact]
    public void Write_Text_IsUtf8WithANulAtItsEnd()
    {
        using CallBuffer buffer = CallBuffer.Rent();

        buffer.Write("é🦀").ToArray().Should().Equal([0xC3, 0xA9, 0xF0, 0x9F, 0xA6, 0x80, 0]);
    }

    [Fact]
    public void Write_AfterALongerText_HasNothingOfIt()
    {
        using (CallBuffer first = CallBuffer.Rent())
        {
            first.Write("a longer text");
        }

        using CallBuffer second = CallBuffer.Rent();

        second.Write("b").ToArray().Should().Equal([(byte)'b', 0]);
    }

    [Fact]
    public void Write_AfterInputThatCannotBeWritten_StartsAfresh()
    {
        Action write = static () =>
        {
            using CallBuffer first = CallBuffer.Rent();
            first.Write(new ProcedureInput(TimeSpan.Zero, 0, [], "x", 1) { Transport = (Transport)9 }, ProcedureJson.Input);
        };
        write.Should().Throw<System.Text.Json.JsonException>();
        using CallBuffer second = CallBuffer.Rent();

        second.Write(1, FleetJson.Default.Int32).ToArray().Should().Equal([(byte)'1', 0]);
    }

    [Fact]
    public void Write_NullInPlaceOfAProcedureOutput_IsNull()
    {
        using CallBuffer buffer = CallBuffer.Rent();

        buffer.Write(null!, ProcedureJson.Output).ToArray().Should().Equal("null\0"u8.ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1_000_000)]
    public void Dispose_AfterInvoke_GivesTheReplyBack(int textLength)
    {
        using (CallBuffer buffer = CallBuffer.Rent())
        {
            RustString reply = buffer.Invoke(StartProcedureExports.Instance, buffer.Write(new string('x', textLength)));
            reply.IsInvalid.Should().BeFalse();
            NativeMethods.rust_interop_live_strings().Should().Be(1);
        }

        NativeMethods.rust_interop_live_strings().Should().Be(0);
    }

    [Fact]
    public void Invoke_ReaderThrows_LeavesNothingHeld()
    {
        Action call = () =>
        {
            using CallBuffer buffer = CallBuffer.Rent();
            using LentText text = buffer.Invoke(StartProcedureExports.Instance, buffer.Write("x")).Lend();
            throw new InvalidOperationException();
        };

        call.Should().Throw<InvalidOperationException>();
        NativeMethods.rust_interop_live_strings().Should().Be(0);
    }

    [Fact]
    public void Rent_AfterDispose_GivesTheSameBuffer()
    {
        CallBuffer first = CallBuffer.Rent();
        first.Write("x");
        first.Dispose();

        using CallBuffer second = CallBuffer.Rent();

        second.Should().BeSameAs(first);
    }

    [Fact]
    public void Rent_AfterALargeText_GivesAnotherBuffer()
    {
        CallBuffer first = CallBuffer.Rent();
        first.Write(new string('x', 1_000_000));
        first.Dispose();

        using CallBuffer second = CallBuffer.Rent();

        second.Should().NotBeSameAs(first);
    }
}
