using System.Text;
using System.Text.Json;
using RustInterop.Native;

namespace RustInterop.Tests.Contract;

public sealed class ErrorContractTests
{
    public static TheoryData<string> Names => [.. Fixtures.Read("errors.json").Select(fixture => fixture.Text("name")!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void StartProcedure_Input_GivesTheErrorOfTheContract(string name)
    {
        JsonElement fixture = Fixtures.Read("errors.json").Single(fixture => fixture.Text("name") == name);
        Action start = () =>
        {
            using RustString reply = NativeMethods.start_procedure(
                [.. Encoding.UTF8.GetBytes(fixture.Text("input")!), 0]);
            Reply.Read(reply, ProcedureJson.Output);
        };

        RustException exception = start.Should().Throw<RustException>().Which;

        JsonNamingPolicy.SnakeCaseLower.ConvertName(exception.Kind.ToString()).Should().Be(fixture.Text("kind"));
        // Where the text itself is broken, the place in it matters, and the member is a guess.
        if (exception.Kind == RustErrorKind.InvalidInput)
        {
            exception.Path.Should().Be(fixture.Text("path"));
        }

        exception.Message.Should().Match($"*{fixture.Text("message_contains")}*");
        exception.Line.Should().BePositive().And.Be(fixture.Number("line") ?? exception.Line);
        exception.Column.Should().BePositive().And.Be(fixture.Number("column") ?? exception.Column);
    }
}
