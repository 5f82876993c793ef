using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using RustInterop.Tests.Libraries;

namespace RustInterop.Tests.Properties;

/// <summary>Properties of every record that crosses.</summary>
public sealed class RecordProperties
{
    private static readonly RustProcedure<Kinds, Kinds> Mirror =
        Workshop.Library.GetProcedure("mirror", WorkshopJson.Default.Kinds, WorkshopJson.Default.Kinds);

    private static readonly RustProcedure<ProcedureInput, ProcedureInput> MirrorInput =
        Workshop.Library.GetProcedure("mirror_input", ProcedureJson.Input, ProcedureJson.Input);

    private static readonly RustProcedure<JsonNode, Kinds> MirrorJson =
        Workshop.Library.GetProcedure("mirror", WorkshopJson.Default.JsonNode, WorkshopJson.Default.Kinds);

    [Fact]
    public void Invoke_AnyRecord_RoundTrips() => Generated.Kinds.Sample(kinds =>
        Mirror.Invoke(kinds).Should().BeEquivalentTo(kinds, options => options.WithStrictOrderingFor(record => record.List)));

    [Fact]
    public void Invoke_AnyProcedureInput_RoundTrips() => Generated.Inputs.Sample(input =>
        MirrorInput.Invoke(input).Should().BeEquivalentTo(
            input, options => options.WithStrictOrdering()
                .WithoutStrictOrderingFor(record => record.Environment)
                .WithoutStrictOrderingFor(record => record.Variables)
                .WithoutStrictOrderingFor(member => member.Path.StartsWith(nameof(ProcedureInput.HostVariables), StringComparison.Ordinal))
                .WithoutStrictOrderingFor(record => record.HostInputs)));

    [Fact]
    public void Invoke_AnyMemberBroken_ThrowsWithItsPath() =>
        Gen.Select(Generated.Kinds, Gen.Int[0, int.MaxValue]).Sample((kinds, choice) =>
        {
            JsonNode json = JsonSerializer.SerializeToNode(kinds, WorkshopJson.Default.Kinds)!;
            (string path, Action<JsonNode> replace)[] members = [.. MembersOf(json.AsObject())];
            (string path, Action<JsonNode> replace) = members[choice % members.Length];
            // A value that fits no member.
            replace(new JsonObject { ["no such member"] = new JsonArray() });

            RustException exception = FluentActions.Invoking(() => MirrorJson.Invoke(json)).Should().Throw<RustException>().Which;

            exception.Kind.Should().Be(RustErrorKind.InvalidInput);
            exception.Path.Should().Be(path, "{0}", exception.Message);
        });

    private static IEnumerable<(string Path, Action<JsonNode> Replace)> MembersOf(JsonObject record)
    {
        foreach ((string name, JsonNode? value) in record)
        {
            if (value is JsonArray list)
            {
                foreach (int index in Enumerable.Range(0, list.Count))
                {
                    yield return ($"{name}[{index}]", broken => list[index] = broken);
                }
            }
            else if (value is not JsonObject)
            {
                yield return (name, broken => record[name] = broken);
            }
        }
    }
}
