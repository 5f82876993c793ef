using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using RustInterop.Fleet.Json;

namespace RustInterop.Tests.Contract;

/// <summary>Checks that the C# records and the Rust structs have the same members, with the same names, in the same order.</summary>
public sealed class RecordContractTests
{
    public static TheoryData<string, string> Inputs => Texts("inputs.json");

    public static TheoryData<string, string> Outputs => Texts("outputs.json");

    public static TheoryData<string, string> Reports => Texts("reports.json");

    [Theory]
    [MemberData(nameof(Inputs))]
    public void Input_OfTheContract_RoundTrips(string name, string json) => ShouldRoundTrip(name, json, ProcedureJson.Input);

    [Theory]
    [MemberData(nameof(Outputs))]
    public void Output_OfTheContract_RoundTrips(string name, string json) => ShouldRoundTrip(name, json, ProcedureJson.Output);

    [Fact]
    public void HostResults_OfTheContract_RoundTrip() =>
        Objects("outputs.json").SelectMany(output => output["hosts"]!.AsArray()).Should().NotBeEmpty()
            .And.AllSatisfy(host => ShouldRoundTrip("a host", host!.ToJsonString(), ProcedureJson.HostResult));

    [Theory]
    [MemberData(nameof(Reports))]
    public void Report_OfTheContract_IsReadAsWhatItIs(string name, string json)
    {
        ProcedureReport report = JsonSerializer.Deserialize(json, ProcedureJson.Report)!;

        new object?[] { report.Done, report.Block, report.Start, report.Output }.Should().ContainSingle(one => one != null, name);
        string again = report.Output is not null ? $"{{\"output\":{JsonSerializer.Serialize(report.Output, ProcedureJson.HostOutput)}}}"
            : report.Start is not null ? $"{{\"start\":{JsonSerializer.Serialize(report.Start, ProcedureJson.HostStart)}}}"
            : report.Block is not null ? $"{{\"block\":{JsonSerializer.Serialize(report.Block, FleetJson.TypeOf<HostBlock>())}}}"
            : JsonSerializer.Serialize(report.Done!, ProcedureJson.Progress);
        JsonNode.DeepEquals(JsonNode.Parse(again), JsonNode.Parse(json)).Should().BeTrue(again);
    }

    [Fact]
    public void Inputs_OfTheContract_HaveEveryMember() =>
        AllMembers(Objects("inputs.json")).Should().BeEquivalentTo(Fixtures.MembersOf<ProcedureInput>());

    [Fact]
    public void Outputs_OfTheContract_HaveEveryMember()
    {
        JsonObject[] outputs = [.. Objects("outputs.json")];

        AllMembers(outputs).Should().BeEquivalentTo(Fixtures.MembersOf<ProcedureOutput>());
        AllMembers(outputs.SelectMany(output => output["hosts"]!.AsArray()).Select(host => host!.AsObject()))
            .Should().BeEquivalentTo(Fixtures.MembersOf<HostResult>());
    }

    [Fact]
    public void Fixtures_OfTheContract_HaveEveryValueOfEveryEnum()
    {
        JsonObject[] outputs = [.. Objects("outputs.json")];

        Values(Objects("inputs.json"), "transport", "ssh").Should().BeEquivalentTo(NamesOf<Transport>());
        Values(Objects("inputs.json"), "remote_shell", "posix").Should().BeEquivalentTo(NamesOf<RemoteShell>());
        Values(Objects("reports.json").Select(report => report["output"]?.AsObject()).OfType<JsonObject>(), "stream")
            .Should().BeEquivalentTo(NamesOf<OutputStream>());
        Values(outputs, "result").Should().BeEquivalentTo(NamesOf<ProcedureResult>());
        Values(outputs.SelectMany(output => output["hosts"]!.AsArray()).Select(host => host!.AsObject()), "outcome")
            .Should().BeEquivalentTo(NamesOf<HostOutcome>());
    }

    private static void ShouldRoundTrip<T>(string name, string json, JsonTypeInfo<T> type)
    {
        string again = JsonSerializer.Serialize(JsonSerializer.Deserialize(json, type)!, type);

        JsonNode.DeepEquals(JsonNode.Parse(again), JsonNode.Parse(json)).Should().BeTrue(
            "{0} should round-trip as {1}, not as {2}", name, json, again);
        MembersOf(JsonNode.Parse(again)!).Should().Equal(MembersOf(JsonNode.Parse(json)!));
    }

    private static TheoryData<string, string> Texts(string file)
    {
        TheoryData<string, string> texts = [];
        foreach (JsonElement fixture in Fixtures.Read(file))
        {
            texts.Add(fixture.Text("name")!, Json(fixture));
        }

        return texts;
    }

    private static IEnumerable<JsonObject> Objects(string file) =>
        Fixtures.Read(file).Select(fixture => JsonNode.Parse(Json(fixture))!.AsObject());

    private static string Json(JsonElement fixture) => fixture.GetProperty("json").GetString()!;

    private static IEnumerable<string> AllMembers(IEnumerable<JsonObject> objects) =>
        objects.SelectMany(MembersOf).Distinct();

    private static IEnumerable<string> MembersOf(JsonNode node) => node.AsObject().Select(member => member.Key);

    private static IEnumerable<string> Values(IEnumerable<JsonObject> objects, string member, string? byDefault = null) =>
        objects.Select(one => one[member]?.GetValue<string>() ?? byDefault!).Distinct();

    private static IEnumerable<string> NamesOf<T>()
        where T : struct, Enum =>
        Enum.GetNames<T>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName);
}
