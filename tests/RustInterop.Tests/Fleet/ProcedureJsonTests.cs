using System.Text.Json;
using CsCheck;
using RustInterop.Fleet.Json;
using RustInterop.Tests.Properties;

namespace RustInterop.Tests.Fleet;

public sealed class ProcedureJsonTests
{
    private static readonly Gen<string> Texts = Gen.OneOf(Gen.String.AlphaNumeric, Gen.Const("é\n\t\"\\\u0001🦀</script>"));

    private static readonly Gen<TimeSpan> Times = Gen.Long[0, long.MaxValue].Select(TimeSpan.FromTicks);

    private static readonly Gen<ProcedureInput> GeneratedInputs = Generated.InputsOf(Times, Texts, Texts.List);

    private static readonly Gen<HostResult> HostResults = Gen.Select(
        Gen.Select(Texts, Gen.Enum<HostOutcome>(), Gen.Int.Nullable(), Gen.Int[0, 256], Times),
        Gen.Select(Texts, Texts, Gen.Bool, Texts.Null()),
        (first, second) => new HostResult(
            first.Item1, first.Item2, first.Item3, first.Item4, first.Item5,
            second.Item1, second.Item2, second.Item3, second.Item4));

    private static readonly Gen<ProcedureOutput> GeneratedOutputs = Gen.Select(
        Gen.Int, Gen.Enum<ProcedureResult>(), Texts, Texts.List, HostResults.List,
        (job, result, message, failed, hosts) => new ProcedureOutput(job, result, message, failed, hosts));

    [Fact]
    public void Input_DefaultsOnly_HasTheFiveMembersOfTheBaseContract()
    {
        ProcedureInput input = new(TimeSpan.FromSeconds(10), 3, ["server1", "server2"], "reboot", 1);

        string json = JsonSerializer.Serialize(input, ProcedureJson.Input);

        json.Should().Be(
            """{"timeout":10,"retries":3,"host_list":["server1","server2"],"action":"reboot","job_id":1}""");
    }

    [Fact]
    public void Input_ReadFromTheBaseContract_HasTheDefaults()
    {
        ProcedureInput? input = JsonSerializer.Deserialize(
            """{"timeout":10,"retries":3,"host_list":["server1"],"action":"reboot","job_id":1}""", ProcedureJson.Input);

        input.Should().BeEquivalentTo(new ProcedureInput(TimeSpan.FromSeconds(10), 3, ["server1"], "reboot", 1));
    }

    [Fact]
    public void Input_Generated_RoundTrips() => GeneratedInputs.Sample(input =>
        JsonSerializer.Deserialize(JsonSerializer.Serialize(input, ProcedureJson.Input), ProcedureJson.Input)
            .Should().BeEquivalentTo(input, options => options.WithStrictOrdering()));

    [Fact]
    public void Output_Generated_RoundTrips() => GeneratedOutputs.Sample(output =>
        JsonSerializer.Deserialize(JsonSerializer.Serialize(output, ProcedureJson.Output), ProcedureJson.Output)
            .Should().BeEquivalentTo(output, options => options.WithStrictOrdering()));

    public static TheoryData<ProcedureInput?, string> Unwritable => new()
    {
        { null, "the record is null" },
        { Good with { HostList = null! }, "*host*list*" },
        { Good with { HostList = ["a", null!] }, "*1*null*" },
        { Good with { Action = null! }, "*action*" },
        { Good with { SshArguments = null! }, "*ssh_arguments*null*" },
        { Good with { SshArguments = [null!] }, "*0*null*" },
        { Good with { Batches = null! }, "*batches*null*" },
        { Good with { Transport = (Transport)7 }, "*Transport*" },
        { Good with { Environment = new Dictionary<string, string> { ["A"] = null! } }, "*environment*null*" },
        { Good with { Variables = null! }, "*variables*null*" },
        { Good with { HostInputs = null! }, "*host_inputs*null*" },
        { Good with { HostVariables = new Dictionary<string, IReadOnlyDictionary<string, string>> { ["a"] = null! } }, "*host*null*" },
    };

    private static ProcedureInput Good => new(TimeSpan.Zero, 0, ["a"], "true", 1);

    [Theory]
    [MemberData(nameof(Unwritable))]
    public void Input_ThatBreaksTheContract_IsNotWritten(ProcedureInput? input, string message)
    {
        Action write = () => JsonSerializer.Serialize(input!, ProcedureJson.Input);

        write.Should().Throw<JsonException>().Which.Message.ToUpperInvariant().Should().Match(message.ToUpperInvariant());
    }

    [Fact]
    public void Input_WithHalfASurrogatePair_IsNotWritten()
    {
        Action write = () => JsonSerializer.Serialize(Good with { HostList = ["a\uD83D"] }, ProcedureJson.Input);

        write.Should().Throw<ArgumentException>().WithMessage("*half a surrogate pair at index 1*");
    }

    [Fact]
    public void Output_WithANullMember_IsNotWritten()
    {
        Action write = () => JsonSerializer.Serialize(
            new ProcedureOutput(1, ProcedureResult.Success, "", null!, []), ProcedureJson.Output);

        write.Should().Throw<JsonException>();
    }

    [Theory]
    [InlineData("\"LOCAL\"")]
    [InlineData("\" local \"")]
    [InlineData("\"ssh,local\"")]
    [InlineData("\"\"")]
    [InlineData("1")]
    public void Input_EnumInAnotherSpelling_Throws(string transport)
    {
        Action read = () => JsonSerializer.Deserialize(
            $$"""{"timeout":1,"retries":0,"host_list":[],"action":"x","job_id":1,"transport":{{transport}}}""",
            ProcedureJson.Input);

        read.Should().Throw<JsonException>();
    }

    [Theory]
    [InlineData("\"exit_code\":null")]
    [InlineData("\"error\":null")]
    public void HostResult_AbsentMemberThatIsNull_Throws(string member)
    {
        const string Host = "{\"host\":\"a\",\"outcome\":\"failed\",\"attempts\":1,\"duration\":1,\"stdout\":\"\",\"stderr\":\"\",\"truncated\":false";
        Action read = () => JsonSerializer.Deserialize($"{Host},{member}}}", FleetJson.TypeOf<HostResult>());

        JsonSerializer.Deserialize($"{Host}}}", FleetJson.TypeOf<HostResult>())!.ExitCode.Should().BeNull();
        read.Should().Throw<JsonException>();
    }

    [Theory]
    [InlineData("{}", "missing")]
    [InlineData("""{"job_id":1,"result":"success","message":"","failed_hosts":[null],"hosts":[]}""", "a null element")]
    [InlineData("""{"job_id":1,"result":"success","message":"","failed_hosts":[],"hosts":[null]}""", "a null element")]
    [InlineData("""{"job_id":1,"result":"success","message":"","failed_hosts":[]}""", "a member missing")]
    [InlineData("""{"job_id":1,"result":"success","message":"","failed_hosts":[],"hosts":[],"x":1}""", "unknown")]
    [InlineData("""{"job_id":1,"job_id":1,"result":"success","message":"","failed_hosts":[],"hosts":[]}""", "duplicate")]
    [InlineData("""{"job_id":1,"result":"success","message":null,"failed_hosts":[],"hosts":[]}""", "null")]
    [InlineData("""{"job_id":1,"result":0,"message":"","failed_hosts":[],"hosts":[]}""", "enum as a number")]
    [InlineData("""{"job_id":1,"result":"great","message":"","failed_hosts":[],"hosts":[]}""", "no value of the enum")]
    [InlineData("""{"job_id":"1","result":"success","message":"","failed_hosts":[],"hosts":[]}""", "wrong type")]
    [InlineData("""{"job_id":1.5,"result":"success","message":"","failed_hosts":[],"hosts":[]}""", "no integer")]
    public void Output_ThatBreaksTheContract_Throws(string json, string because)
    {
        Action read = () => JsonSerializer.Deserialize(json, ProcedureJson.Output);

        read.Should().Throw<JsonException>(because);
    }
}
