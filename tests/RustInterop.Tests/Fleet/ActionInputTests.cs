namespace RustInterop.Tests.Fleet;

public sealed class ActionInputTests
{
    [Fact]
    public void Equals_TextAndItsBytes_AreTheSame()
    {
        ActionInput text = "é\n", bytes = new byte[] { 0xC3, 0xA9, 10 }, memory = new ReadOnlyMemory<byte>([0xC3, 0xA9, 10]);

        text!.Should().Be(bytes).And.Be(memory).And.NotBe((ActionInput)"e\n");
        (text == bytes && text != "é" && text != null).Should().BeTrue();
        text!.GetHashCode().Should().Be(bytes!.GetHashCode());
    }

    [Fact]
    public void Bytes_ArrayThatChangesLater_AreUnchanged()
    {
        byte[] bytes = [1, 2];
        ActionInput input = bytes;

        bytes[0] = 9;

        input.Bytes.ToArray().Should().Equal(1, 2);
    }

    [Fact]
    public void ImplicitConversion_Null_IsNoInput()
    {
        ActionInput? ofText = (string?)null, ofBytes = (byte[]?)null;

        ofText.Should().BeNull();
        ofBytes.Should().BeNull();
    }

    [Fact]
    public void Constructor_HalfASurrogatePair_Throws()
    {
        Action create = () => _ = new ActionInput("secret\uD800");

        create.Should().ThrowExactly<ArgumentException>().WithParameterName("text").Which.Message.Should().NotContain("secret");
    }

    [Fact]
    public void ToString_Input_IsItsSize() => new ActionInput("secret").ToString().Should().Be("6 bytes");

    [Fact]
    public void ProcedureInput_EqualInputs_AreEqual()
    {
        ProcedureInput input = new(TimeSpan.Zero, 0, [], "true", 1) { Input = "a" };

        input.Should().Be(input with { Input = "a"u8.ToArray() }).And.NotBe(input with { Input = "b" }).And.NotBe(input with { Input = null });
    }
}
