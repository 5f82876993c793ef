namespace RustInterop.Tests.Fleet;

public sealed class HostShareTests
{
    [Fact]
    public void Count_Number_IsNoPercentage()
    {
        HostShare converted = 5;

        converted.Should().Be(HostShare.Count(5)).And.NotBe(HostShare.Percent(5));
        (converted.Value, converted.IsPercent, converted.ToString()).Should().Be((5, false, "5"));
        default(HostShare).Should().Be(HostShare.Count(0));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public void Percent_LeastAndMost_AreAccepted(int percent)
    {
        HostShare share = HostShare.Percent(percent);

        (share.Value, share.IsPercent, share.ToString()).Should().Be((percent, true, $"{percent}%"));
    }

    [Fact]
    public void Factories_NumberOutOfRange_Throw()
    {
        Action[] calls = [() => HostShare.Count(-1), () => HostShare.Percent(-1), () => HostShare.Percent(101), () => _ = (HostShare)(-1)];

        calls.Should().AllSatisfy(call => call.Should().Throw<ArgumentOutOfRangeException>());
    }
}
