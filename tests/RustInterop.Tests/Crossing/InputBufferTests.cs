using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
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
    public void Write_TextThatIsNotUnicode_IsRefused()
    {
        using InputBuffer buffer = InputBuffer.Rent();

        FluentActions.Invoking(() => buffer.Write("a" + (char)0xD800).Length).Should().Throw<EncoderFallbackException>();
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
        write.Should().Throw<JsonException>().WithMessage("9 is not a value of Transport*");
        using InputBuffer second = InputBuffer.Rent();

        second.Write(1, JsonMetadataServices.CreateValueInfo<int>(ProcedureJson.Input.Options, JsonMetadataServices.Int32Converter)).ToArray().Should().Equal([(byte)'1', 0]);
    }

    [Theory]
    [InlineData(@"\ud800")]
    [InlineData(@"a\udc00b")]
    [InlineData(@"\udc00\ud800")]
    public void Write_HalfASurrogatePairInAnyText_IsRefused(string escaped)
    {
        // An attribute holds its texts as UTF-8.
        string text = Regex.Unescape(escaped);
        Action value = () => Write(new Dictionary<string, string> { ["key"] = text });
        Action key = () => Write(new Dictionary<string, string> { [text] = "value" });

        value.Should().Throw<ArgumentException>().WithParameterName("input")
            .WithMessage("A text of the input has half a surrogate pair at index *");
        key.Should().Throw<ArgumentException>().WithMessage("A text of the input has half a surrogate pair at index *");
    }

    [Theory]
    [InlineData("")]
    [InlineData("é日🦀")]
    [InlineData("\ufffd")]
    [InlineData("\"\\\u0001\n<>&'+\u2028")]
    public void Write_AnyOtherText_ArrivesUnchanged(string text)
    {
        byte[] json = Write(new Dictionary<string, string> { [text] = text });

        JsonSerializer.Deserialize<Dictionary<string, string>>(json.AsSpan()[..^1]).Should().Equal(
            new Dictionary<string, string> { [text] = text });
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

    private static byte[] Write(Dictionary<string, string> input)
    {
        using InputBuffer buffer = InputBuffer.Rent();
        return buffer.Write(input, (JsonTypeInfo<Dictionary<string, string>>)JsonSerializerOptions.Default.GetTypeInfo(typeof(Dictionary<string, string>)))
            .ToArray();
    }
}
