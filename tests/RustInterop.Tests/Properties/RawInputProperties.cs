using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using RustInterop.Crossing;
using RustInterop.Tests.Child;
using RustInterop.Tests.Contract;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Properties;

/// <summary>Properties of every reply, whatever the bytes of the input.</summary>
public sealed class RawInputProperties
{
    private static readonly string[] Kinds =
        ["null_pointer", "invalid_utf8", "invalid_json", "invalid_input", "failed", "panicked"];

    private static readonly Gen<byte[]> Pieces = Gen.OneOf(
        Gen.Byte[1, 255].Array[0, 4],
        Generated.Any("{", "}", "[", "]", ",", ":", "\"", "\\", "\\ud800", "null", "-1", "1e999", "256", "\"-o\"", "\"\"", " ",
            "\"retries\":1,", "\"error\":{").Select(Encoding.UTF8.GetBytes));

    // The place of a piece, and how many bytes it replaces.
    private static readonly Gen<List<(int Place, int Length, byte[] Piece)>> Edits =
        Gen.Select(Gen.Int[0, int.MaxValue], Gen.Int[0, 3], Pieces).List[0, 3];

    private static readonly Gen<JsonObject> Records = Gen.Select(
        Generated.Any([.. Fixtures.Read("inputs.json").Select(fixture => fixture.Text("json")!)]),
        Generated.Any([.. MembersOfErrors()]),
        Gen.Bool)
        .Select((json, member, breaks) =>
        {
            JsonObject record = JsonNode.Parse(json)!.AsObject();
            record.Remove("action");
            // So that a valid input runs on this machine only, and ends.
            record["transport"] = "local";
            record["timeout"] = 20;
            record["retries"] = 0;
            if (breaks)
            {
                record[member.Name] = JsonNode.Parse(member.Value);
            }

            return record;
        });

    [Fact]
    public void StartProcedure_AnyBytes_RepliesWithAnErrorOfADocumentedKind() =>
        Gen.Byte[1, 255].Array[0, 60].Sample(bytes => KindOf(Call(bytes)).Should().BeOneOf(Kinds));

    [LinuxFact]
    public void StartProcedure_AnyMutatedRecord_RunsItOrRefusesItWithADocumentedError()
    {
        using TemporaryFolder folder = new();
        List<string> refused = [];
        Gen.Select(Records, Edits).Sample((record, edits) =>
        {
            string trace = folder.PathOf($"{Guid.NewGuid():N}");
            // The action is not mutated, because it could then do anything.
            byte[] text = [.. Edited(record.ToJsonString(), edits), .. Encoding.UTF8.GetBytes($",\"action\":\"echo >> {trace}\"}}")];
            JsonElement reply = Call(text);
            if (KindOf(reply) is { } kind)
            {
                kind.Should().BeOneOf(Kinds);
                lock (refused)
                {
                    refused.Add(trace);
                }
            }
            else
            {
                ProcedureOutput output = reply.Deserialize(ProcedureJson.Output)!;
                File.Exists(trace).Should().Be(output.Hosts.Any(host => host.Attempts > 0));
            }
        });

        refused.Should().NotBeEmpty().And.NotContain(trace => File.Exists(trace));
    }

    /// <summary>The edited text, without its last brace.</summary>
    private static byte[] Edited(string json, IEnumerable<(int Place, int Length, byte[] Piece)> edits)
    {
        List<byte> bytes = [.. Encoding.UTF8.GetBytes(json[..^1])];
        foreach ((int place, int length, byte[] piece) in edits)
        {
            int start = place % (bytes.Count + 1);
            bytes.RemoveRange(start, int.Min(length, bytes.Count - start));
            bytes.InsertRange(start, piece);
        }

        return [.. bytes];
    }

    /// <summary>Returns the reply. Throws if it is not JSON.</summary>
    private static JsonElement Call(byte[] text)
    {
        using RustString reply = RawReply.Of([.. text, 0]);
        using JsonDocument json = JsonDocument.Parse(reply.Text.Utf8.ToArray());
        return json.RootElement.Clone();
    }

    /// <summary>The kind of the error; null if the reply is an output.</summary>
    private static string? KindOf(JsonElement reply) =>
        reply.TryGetProperty("error", out JsonElement error) ? error.GetProperty("kind").GetString() : null;

    // The members that the contract refuses, except those that would leave this machine.
    private static IEnumerable<(string Name, string Value)> MembersOfErrors()
    {
        // The parser on this side refuses JSON that is nested too deeply.
        IEnumerable<string> texts = Fixtures.Read("errors.json")
            .Where(fixture => fixture.Text("kind") == "invalid_input")
            .Select(fixture => fixture.Text("input")!)
            .Where(text => text.StartsWith('{') && text.Count(character => character == '[') < 20);
        foreach (string text in texts)
        {
            using JsonDocument json = JsonDocument.Parse(text);
            foreach (JsonProperty member in json.RootElement.EnumerateObject().Where(member => member.Name != "action"))
            {
                if (member.Name != "transport" || member.Value.ToString() != "ssh")
                {
                    yield return (member.Name, member.Value.GetRawText());
                }
            }
        }
    }
}
