namespace RustInterop.Tests;

public sealed class OptionalTests
{
    [Fact]
    public void Default_HasNoValue()
    {
        Optional<string?> absent = default;

        absent.HasValue.Should().BeFalse();
        absent.GetValueOrDefault().Should().BeNull();
        absent.GetValueOrDefault("other").Should().Be("other");
        absent.ToString().Should().Be("absent");
        FluentActions.Invoking(() => absent.Value).Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void Conversion_OfNull_IsAPresentNull()
    {
        Optional<string?> text = null;
        Optional<int?> number = null;

        text.HasValue.Should().BeTrue();
        text.Value.Should().BeNull();
        text.GetValueOrDefault("other").Should().BeNull();
        text.ToString().Should().Be("null");
        number.HasValue.Should().BeTrue();
        number.Value.Should().BeNull();
    }

    [Fact]
    public void Conversion_OfAValue_HasIt()
    {
        Optional<string?> text = "a";
        Optional<int?> number = 1;
        Optional<IReadOnlyList<int>?> list = new([1, 2]);

        text.Value.Should().Be("a");
        text.GetValueOrDefault("other").Should().Be("a");
        text.ToString().Should().Be("a");
        number.Value.Should().Be(1);
        list.Value.Should().Equal(1, 2);
    }

    [Fact]
    public void Equality_OfTheThreeStates_IsThatOfTheirValues()
    {
        Optional<string?>[] states = [default, null, "a", "b"];
        Optional<string?>[] same = [default, new(null), new("a"), new(string.Concat("b", ""))];

        for (int one = 0; one < states.Length; one++)
        {
            for (int other = 0; other < states.Length; other++)
            {
                (states[one] == same[other]).Should().Be(one == other);
                (states[one] != same[other]).Should().Be(one != other);
                states[one].Equals(same[other]).Should().Be(one == other);
            }

            states[one].GetHashCode().Should().Be(same[one].GetHashCode());
        }
    }
}
