using System.Text;
using RustInterop.Tests.RecordTypes;
using Records = RustInterop.Tests.RecordTypes.Records;

namespace RustInterop.Tests.Bindings;

/// <summary>Callbacks that take and return numbers and text, which cross without JSON.</summary>
public sealed class DirectCallbacksTests : RecordsLibraryTests
{
    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(-0.0)]
    [InlineData(double.Epsilon)]
    public void Callback_WithAFloatThatJsonCannotHave_GetsAndReturnsItsBits(double value)
    {
        double? got = null;

        ulong returned = Records.CallWithFloat(number => (got = number).Value, BitConverter.DoubleToUInt64Bits(value));

        BitConverter.DoubleToUInt64Bits(got!.Value).Should().Be(BitConverter.DoubleToUInt64Bits(value));
        returned.Should().Be(BitConverter.DoubleToUInt64Bits(value));
    }

    [Theory]
    [InlineData(sbyte.MinValue, ulong.MaxValue, float.MaxValue, "🦀", long.MinValue)]
    [InlineData(sbyte.MaxValue, 0ul, float.NegativeInfinity, "\0", long.MaxValue)]
    public void Callback_WithNumbers_GetsAndReturnsTheLeastAndTheGreatest(sbyte small, ulong large, float fraction, string character, long output)
    {
        Rune rune = character.EnumerateRunes().Single();
        (sbyte, ulong, float, Rune)? got = null;

        long returned = Records.CallWithNumbers(
            (first, second, third, fourth) =>
            {
                got = (first, second, third, fourth);
                return output;
            },
            small,
            large,
            fraction,
            rune);

        got.Should().Be((small, large, fraction, rune));
        returned.Should().Be(output);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Callback_WithATruthValue_GetsItAndReturnsACharacter(bool value) =>
        Records.CallWithBool(got => new Rune(got ? 'y' : 'n'), value).Should().Be(new Rune(value ? 'y' : 'n'));

    [Theory]
    [InlineData(0)]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(513)]
    [InlineData(100_000)]
    public void Callback_WithTextOfAnyLength_GetsAndReturnsIt(int length)
    {
        string text = new('x', length);
        string longer = new('ä', length);

        Records.CallWithText(got => got == text ? longer : got, text).Should().Be(longer);
    }

    [Fact]
    public void Callback_ThatThrows_IsTheInnerException()
    {
        InvalidOperationException thrown = new("no disk");

        RustException<LookupError> exception = FluentActions.Invoking(() => Records.CallWithText(_ => throw thrown, "a"))
            .Should().Throw<RustException<LookupError>>().Which;

        exception.InnerException.Should().BeSameAs(thrown);
        exception.Error.Should().Be(new LookupError.Other { Message = "no disk" });
        Records.CallWithText(text => text, "next").Should().Be("next");
    }

    [Fact]
    public void Callback_ThatThrowsItsError_ReachesRustAndReturnsAsData() =>
        FluentActions.Invoking(() => Records.CallWithText(word => throw new RustException<LookupError>("?", new LookupError.Unknown(word)), "a"))
            .Should().Throw<RustException<LookupError>>().Which.Error.Should().Be(new LookupError.Unknown("a"));

    [Fact]
    public void Callback_WhoseOutputIsNoText_Throws()
    {
        // xunit would replace the half of a pair.
        foreach (string? output in (string?[])["half \ud800", null])
        {
            FluentActions.Invoking(() => Records.CallWithText(_ => output!, "a")).Should().Throw<RustException<LookupError>>()
                .Which.Error.Should().BeOfType<LookupError.Other>();
            Records.CallWithText(text => text, "next").Should().Be("next");
        }
    }

    [Fact]
    public void Callback_WithinACallback_MixesNothing() =>
        Records.CallWithText(
            outer => outer + Records.CallWithText(
                inner => FluentActions.Invoking(() => Records.CallWithText(_ => throw new InvalidOperationException(inner), "c"))
                    .Should().Throw<RustException<LookupError>>().Which.Message,
                "b"),
            "a").Should().Be("ab");
}
