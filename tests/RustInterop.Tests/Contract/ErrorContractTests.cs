using System.Text;
using System.Text.Json;
using RustInterop.Crossing;
using RustInterop.Tests.Child;

namespace RustInterop.Tests.Contract;

public sealed class ErrorContractTests
{
    public static TheoryData<string> Names => [.. AllNames];

    public static TheoryData<string> Unreadable => [.. AllNames.Where(name => !IsRustRule(name))];

    public static TheoryData<string> Readable => [.. AllNames.Where(IsRustRule)];

    private static IEnumerable<string> AllNames => Fixtures.Read("errors.json").Select(fixture => fixture.Text("name")!);

    [Theory]
    [MemberData(nameof(Unreadable))]
    public void Deserialize_InputOfAnotherShape_Throws(string name)
    {
        Action read = () => JsonSerializer.Deserialize(InputOf(name), ProcedureJson.Input);

        read.Should().Throw<JsonException>();
    }

    [Theory]
    [MemberData(nameof(Readable))]
    public void Deserialize_InputThatBreaksOnlyARuleOfRust_IsRead(string name) =>
        JsonSerializer.Deserialize(InputOf(name), ProcedureJson.Input).Should().NotBeNull();

    [Theory]
    [MemberData(nameof(Names))]
    public void StartProcedure_BadInput_ReturnsTheErrorOfTheContract(string name)
    {
        JsonElement fixture = Fixtures.Read("errors.json").Single(fixture => fixture.Text("name") == name);
        Action start = () =>
        {
            using RustString reply = RawReply.Of(
                [.. Encoding.UTF8.GetBytes(fixture.Text("input")!), 0]);
            Reply.Read(reply, ProcedureJson.Output).OutputOrThrow();
        };

        RustException exception = start.Should().Throw<RustException>().Which;

        JsonNamingPolicy.SnakeCaseLower.ConvertName(exception.Kind.ToString()).Should().Be(fixture.Text("kind"));
        // If the text itself is not JSON, the path would only be a guess.
        if (exception.Kind == RustErrorKind.InvalidInput)
        {
            exception.Path.Should().Be(fixture.Text("path"));
        }

        exception.Message.Should().Match($"*{fixture.Text("message_contains")}*");
        // Not for an error that is only found when all has been read.
        if (fixture.TryGetProperty("has_line", out _))
        {
            (exception.Line, exception.Column).Should().Be(((int?)null, (int?)null));
            return;
        }

        exception.Line.Should().BePositive().And.Be(fixture.Number("line") ?? exception.Line);
        exception.Column.Should().BePositive().And.Be(fixture.Number("column") ?? exception.Column);
    }

    private static string InputOf(string name) =>
        Fixtures.Read("errors.json").Single(fixture => fixture.Text("name") == name).Text("input")!;

    // Rules for hosts, actions, arguments, batches and variables, and ranges that are narrower than the C# type's.
    private static bool IsRustRule(string name) =>
        name.StartsWith("host name: ", StringComparison.Ordinal)
        || name.StartsWith("host address: ", StringComparison.Ordinal)
        || name.StartsWith("ssh argument ", StringComparison.Ordinal)
        || name.StartsWith("ssh option ", StringComparison.Ordinal)
        || name.StartsWith("batch rule: ", StringComparison.Ordinal)
        || name.StartsWith("name of a variable: ", StringComparison.Ordinal)
        || name.StartsWith("variable with a name ", StringComparison.Ordinal)
        || name.StartsWith("sudo rule: ", StringComparison.Ordinal)
        || name is "value of a variable with a NUL" or "variables without a shell that is known"
            or "host variables of a host that is not in the list" or "host inputs of a host that is not in the list"
            or "host variable with a name of the library"
        || name is "duplicate host" or "action empty" or "action blank" or "action with a NUL" or "variable with a NUL"
            or "timeout out of range: -1" or "concurrency out of range: 0" or "concurrency out of range: 65536"
            or "max_failures out of range: -1" or "retry_delay out of range: -0.5" or "output_limit out of range: -1"
            or "keep_connections out of range: -1"
            or "max_kept_connections out of range: 0" or "max_kept_connections out of range: 65536";
}
