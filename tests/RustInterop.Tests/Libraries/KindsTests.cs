namespace RustInterop.Tests.Libraries;

public sealed class KindsTests
{
    private static readonly RustProcedure<Kinds, Kinds> Mirror =
        Workshop.Library.GetProcedure("mirror", WorkshopJson.Default.Kinds, WorkshopJson.Default.Kinds);

    [Fact]
    public void Invoke_EveryKindOfMember_RoundTrips()
    {
        Kinds kinds = new(
            "Grüße \u0001 \ud83d\ude00 \"",
            true,
            0.1 + 0.2,
            255,
            int.MinValue,
            long.MinValue,
            ulong.MaxValue,
            [1, 2],
            new Dictionary<string, int> { ["ä"] = 1, [""] = 2 },
            null,
            Colour.DarkBlue,
            [0, 255]);

        Mirror.Invoke(kinds).Should().BeEquivalentTo(kinds);
        Mirror.Invoke(kinds with { Option = "there" }).Option.Should().Be("there");
    }

    [Fact]
    public void Invoke_NumberOutOfRange_IsRefusedWithItsPath()
    {
        Action invoke = () => Workshop.Bill.Invoke(new Order("Ada", [new("pen", -1, 1)]));

        invoke.Should().Throw<RustException>().WithMessage("lines[0].count: *integer `-1`, expected u32*");
    }

    [Fact]
    public void Invoke_NaN_IsRefusedOnBothSidesAndTheNextCallWorks()
    {
        RustProcedure<object, double> procedure = Workshop.Library.GetProcedure(
            "not_a_number", WorkshopJson.Default.Object, WorkshopJson.Default.Double);

        FluentActions.Invoking(() => procedure.Invoke(null!))
            .Should().Throw<RustException>().Which.Kind.Should().Be(RustErrorKind.InvalidReply);
        Kinds kinds = new("", true, double.NaN, 0, 0, 0, 0, [], new Dictionary<string, int>(), "", Colour.Red, []);
        FluentActions.Invoking(() => Mirror.Invoke(kinds)).Should().Throw<ArgumentException>();
        Mirror.Invoke(kinds with { Real = 1 }).Real.Should().Be(1);
    }
}
