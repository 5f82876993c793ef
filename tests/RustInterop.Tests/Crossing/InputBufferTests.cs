using RustInterop.Crossing;

namespace RustInterop.Tests.Crossing;

public sealed class InputBufferTests
{
    [Fact]
    public void Write_Text_IsNulTerminatedUtf8()
    {
        using InputBuffer buffer = InputBuffer.Rent();

        buffer.Write("é🦀").ToArray().Should().Equal([0xC3, 0xA9, 0xF0, 0x9F, 0xA6, 0x80, 0]);
    }

    [Fact]
    public void Write_AfterALongerText_KeepsNoneOfIt()
    {
        using (InputBuffer first = InputBuffer.Rent())
        {
            first.Write("a longer text");
        }

        using InputBuffer second = InputBuffer.Rent();

        second.Write("b").ToArray().Should().Equal([(byte)'b', 0]);
    }

    [Fact]
    public void Write_AfterAFailedWrite_StartsEmpty()
    {
        Action write = static () =>
        {
            using InputBuffer first = InputBuffer.Rent();
            first.Write(new ProcedureInput(TimeSpan.Zero, 0, [], "x", 1) { Transport = (Transport)9 }, ProcedureJson.Input);
        };
        write.Should().Throw<System.Text.Json.JsonException>();
        using InputBuffer second = InputBuffer.Rent();

        second.Write(1, ProcedureJson.Output.Options.TypeOf<int>()).ToArray().Should().Equal([(byte)'1', 0]);
    }

    [Fact]
    public void Write_NullProcedureOutput_IsNull()
    {
        using InputBuffer buffer = InputBuffer.Rent();

        buffer.Write(null!, ProcedureJson.Output).ToArray().Should().Equal("null\0"u8.ToArray());
    }

    [Fact]
    public void Rent_AfterDispose_ReturnsTheSameBuffer()
    {
        InputBuffer first = InputBuffer.Rent();
        first.Write("x");
        first.Dispose();

        using InputBuffer second = InputBuffer.Rent();

        second.Should().BeSameAs(first);
    }

    [Fact]
    public void Rent_AfterALargeText_ReturnsAnotherBuffer()
    {
        InputBuffer first = InputBuffer.Rent();
        first.Write(new string('x', 1_000_000));
        first.Dispose();

        using InputBuffer second = InputBuffer.Rent();

        second.Should().NotBeSameAs(first);
    }
}
