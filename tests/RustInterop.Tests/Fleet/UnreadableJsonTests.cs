using System.Text.Json;
using RustInterop.Fleet.Json;

namespace RustInterop.Tests.Fleet;

/// <summary>The messages about JSON that breaks the contract, which help its author find the place.</summary>
public sealed class UnreadableJsonTests
{
    private static readonly string[] Host =
    [
        "\"host\":\"a\"", "\"outcome\":\"failed\"", "\"attempts\":1", "\"duration\":1",
        "\"stdout\":\"\"", "\"stderr\":\"\"", "\"truncated\":false",
    ];

    private static readonly string[] Output =
    [
        "\"job_id\":1", "\"result\":\"success\"", "\"message\":\"\"", "\"failed_hosts\":[]", "\"hosts\":[]",
    ];

    [Theory]
    [InlineData(""" "host_list":{} """, "host_list: expected a list")]
    [InlineData(""" "host_list":[],"environment":[] """, "environment: expected an object of strings")]
    [InlineData(""" "host_list":[],"environment":"A" """, "environment: expected an object of strings")]
    [InlineData(""" "host_list":[],"environment":{"A":"","B":"","A":""} """, "environment: a variable occurs twice")]
    [InlineData(""" "host_list":[],"environment":{"A":1} """, "environment: expected a string")]
    [InlineData(""" "host_list":[],"retry_delay":"1" """, "retry_delay: expected a number of seconds that a TimeSpan can hold")]
    [InlineData(""" "host_list":[],"batches":[1,"x%"] """, "batches: expected a whole number of hosts, or a percentage*")]
    [InlineData(""" "host_list":[],"concurrency":null """, "concurrency: the member must not be null")]
    [InlineData(""" "host_list":[],"transport":null """, "transport: the member must not be null")]
    public void Input_ThatBreaksTheContract_SaysWhatWasExpected(string members, string message)
    {
        Action read = () => JsonSerializer.Deserialize(
            $$"""{"timeout":1,"retries":0,"action":"x","job_id":1,{{members}}}""", ProcedureJson.Input);

        read.Should().Throw<JsonException>().WithMessage(message);
    }

    [Fact]
    public void Input_Null_SaysSo()
    {
        Action read = () => JsonSerializer.Deserialize("null", ProcedureJson.Input);

        read.Should().Throw<JsonException>().WithMessage("expected an object*");
    }

    [Theory]
    [InlineData("host")]
    [InlineData("outcome")]
    [InlineData("attempts")]
    [InlineData("duration")]
    [InlineData("stdout")]
    [InlineData("stderr")]
    [InlineData("truncated")]
    public void HostResult_WithoutOneOfItsMembers_NamesIt(string member)
    {
        Action read = () => ReadHost(Without(Host, member));

        read.Should().Throw<JsonException>().WithMessage($"the member '{member}' is missing*");
    }

    [Theory]
    [InlineData("job_id")]
    [InlineData("result")]
    [InlineData("message")]
    [InlineData("failed_hosts")]
    [InlineData("hosts")]
    public void Output_WithoutOneOfItsMembers_NamesIt(string member)
    {
        Action read = () => JsonSerializer.Deserialize(ObjectOf(Without(Output, member)), ProcedureJson.Output);

        read.Should().Throw<JsonException>().WithMessage($"the member '{member}' is missing*");
    }

    [Theory]
    [InlineData("host", "\"a\"")]
    [InlineData("outcome", "\"failed\"")]
    [InlineData("truncated", "false")]
    public void HostResult_MemberTwice_NamesIt(string member, string value)
    {
        Action read = () => ReadHost([.. Host, $"\"{member}\":{value}"]);

        read.Should().Throw<JsonException>().WithMessage($"{member}: the member occurs twice");
    }

    [Fact]
    public void HostResult_MembersInAnotherOrder_IsReadTheSame() => ReadHost(Enumerable.Reverse(Host)).Should().Be(ReadHost(Host));

    [Fact]
    public void HostResult_OptionalMembers_AreRead()
    {
        HostResult host = ReadHost([.. Host, "\"exit_code\":3", "\"error\":\"why\""]);

        (host.ExitCode, host.Error).Should().Be((3, "why"));
    }

    [Fact]
    public void Output_ListThatIsNull_IsNotWritten()
    {
        Action write = () => JsonSerializer.Serialize(
            new ProcedureOutput(1, ProcedureResult.Success, "", [], null!), ProcedureJson.Output);

        write.Should().Throw<JsonException>().WithMessage("hosts must not be null");
    }

    private static HostResult ReadHost(IEnumerable<string> members) =>
        JsonSerializer.Deserialize(ObjectOf(members), FleetJson.TypeOf<HostResult>())!;

    private static string ObjectOf(IEnumerable<string> members) => $"{{{string.Join(',', members)}}}";

    private static IEnumerable<string> Without(string[] members, string member) =>
        members.Where(text => !text.StartsWith($"\"{member}\"", StringComparison.Ordinal));
}
