using RustInterop.Tests.Support;

namespace RustInterop.Tests.Libraries;

public sealed class RustProcedureTests
{
    private static readonly Order Order = new("Ada", [new("pen", 2, 1.5), new("ink", 1, 4)]);

    [Fact]
    public void Invoke_Records_ReturnsTheOutput() =>
        Workshop.Bill.Invoke(Order).Should().BeEquivalentTo(new Bill("Ada", ["pen", "ink"], 7));

    [Fact]
    public void Invoke_ProcedureFails_ThrowsItsMessage()
    {
        RustException exception = Thrown("fail", "no more ink");

        exception.Kind.Should().Be(RustErrorKind.Failed);
        exception.Message.Should().Be("no more ink");
    }

    [Fact]
    public void Invoke_ProcedurePanics_ThrowsWithTheLocationAndTheNextCallWorks()
    {
        RustPanicException exception = Thrown("panic_with", "out of luck").Should().BeOfType<RustPanicException>().Subject;

        exception.Message.Should().StartWith("out of luck");
        exception.Location.Should().MatchRegex(@"lib\.rs:\d+$");
        Workshop.Bill.Invoke(Order).Total.Should().Be(7);
    }

    [Fact]
    public void Invoke_MemberOfAnotherTypeThanInRust_NamesItsPathLineAndColumn()
    {
        RustProcedure<OrderWithTextCount, Bill> bill = Workshop.Library.GetProcedure(
            "bill", WorkshopJson.Default.OrderWithTextCount, WorkshopJson.Default.Bill);

        Action invoke = () => bill.Invoke(new OrderWithTextCount("Ada", [new("pen", "two", 1.5)]));

        RustException exception = invoke.Should().Throw<RustException>().Which;
        exception.Kind.Should().Be(RustErrorKind.InvalidInput);
        (exception.Path, exception.Line, exception.Column).Should().Be(("lines[0].count", 1, 57));
        exception.Message.Should().Be(
            "lines[0].count: invalid type: string \"two\", expected u32 (line 1, column 57)");
    }

    [Fact]
    public void Invoke_MemberThatRustDoesNotKnow_NamesIt()
    {
        RustProcedure<OrderWithDate, Bill> bill = Workshop.Library.GetProcedure(
            "bill", WorkshopJson.Default.OrderWithDate, WorkshopJson.Default.Bill);

        Action invoke = () => bill.Invoke(new OrderWithDate("Ada", [], "today"));

        RustException exception = invoke.Should().Throw<RustException>().Which;
        exception.Kind.Should().Be(RustErrorKind.InvalidInput);
        exception.Path.Should().Be("date");
        exception.Message.Should().Contain("unknown field `date`");
    }

    [Fact]
    public void Invoke_OutputOfAnotherTypeThanInCSharp_NamesItsPathLineAndColumn()
    {
        RustProcedure<Order, BillWithNumber> bill = Workshop.Library.GetProcedure(
            "bill", WorkshopJson.Default.Order, WorkshopJson.Default.BillWithNumber);

        Action invoke = () => bill.Invoke(Order);

        RustException exception = invoke.Should().Throw<RustException>().Which;
        exception.Kind.Should().Be(RustErrorKind.InvalidReply);
        (exception.Path, exception.Line, exception.Column).Should().Be(("articles[0]", 1, 36));
    }

    [Fact]
    public void Invoke_UnitAndOption_AreNull()
    {
        Workshop.Library.GetProcedure("nothing", WorkshopJson.Default.Object, WorkshopJson.Default.Object)
            .Invoke(null!).Should().BeNull();
        RustProcedure<int, int?> half = Workshop.Library.GetProcedure(
            "half", WorkshopJson.Default.Int32, WorkshopJson.Default.NullableInt32);
        half.Invoke(8).Should().Be(4);
        half.Invoke(7).Should().BeNull();
    }

    [Fact]
    public void Invoke_OutputThatLooksLikeAnError_IsRefusedByRust()
    {
        RustProcedure<object, object> procedure = Workshop.Library.GetProcedure(
            "look_like_an_error", WorkshopJson.Default.Object, WorkshopJson.Default.Object);

        Action invoke = () => procedure.Invoke(null!);

        RustException exception = invoke.Should().Throw<RustException>().Which;
        exception.Kind.Should().Be(RustErrorKind.Failed);
        exception.Message.Should().Contain("`error`");
    }

    [Fact]
    public async Task Invoke_ManyThreads_EachGetsItsOwnOutput()
    {
        Bill[] bills = await Task.WhenAll(Enumerable.Range(1, 64).Select(count => Task.Run(() =>
            Workshop.Bill.Invoke(new Order($"customer {count}", [new("pen", count, 1)])))));

        bills.Select(bill => bill.Total).Should().Equal(Enumerable.Range(1, 64).Select(count => (double)count));
    }

    [LinuxFact]
    public void Invoke_AnyOutcome_LeavesNoString()
    {
        using TemporaryFolder folder = new();
        using RustLibrary library = Workshop.LoadCopy(folder);

        library.GetProcedure("bill", WorkshopJson.Default.Order, WorkshopJson.Default.Bill).Invoke(Order);
        Thrown(library, "fail", "");
        Thrown(library, "panic_with", "");
        Thrown(library, "half", "no number");
        FluentActions.Invoking(() => library
            .GetProcedure("bill", WorkshopJson.Default.Order, WorkshopJson.Default.BillWithNumber).Invoke(Order))
            .Should().Throw<RustException>();

        library.LiveStrings().Should().Be(0);
    }

    private static RustException Thrown(string procedure, string input) => Thrown(Workshop.Library, procedure, input);

    private static RustException Thrown(RustLibrary library, string procedure, string input) =>
        FluentActions.Invoking(() => library
            .GetProcedure(procedure, WorkshopJson.Default.String, WorkshopJson.Default.Object).Invoke(input))
            .Should().Throw<RustException>().Which;
}
