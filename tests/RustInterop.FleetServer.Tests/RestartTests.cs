using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using RustInterop.FleetServer.Tests.Support;

namespace RustInterop.FleetServer.Tests;

public sealed class RestartTests
{
    [Fact]
    public async Task Process_Killed_TheNextOneGoesOnAndSoDoItsWatchers()
    {
        await using ServerProcess server = await ServerProcess.StartAsync(("Fleet__BatchSize", "16"), ("Fleet__BlockSize", "4"));
        string log = server.PathOf("log");
        string gate = server.PathOf("gate");
        await server.Client.StartAsync(
            "killed", Jobs.Input(60, $"echo $HOST >> '{log}'; case $HOST in host?) ;; *) {Jobs.WaitFor(gate)};; esac"));
        Dictionary<string, string> outcomes = [];
        string? lastEventId = null;
        try
        {
            await foreach (SseItem<JsonNode> item in server.Client.EventsAsync("killed"))
            {
                Add(outcomes, item);
                lastEventId = item.EventId;
                if (outcomes.Count > 0)
                {
                    await server.KillAsync();
                }
            }
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            // The server is gone.
        }

        await File.WriteAllTextAsync(gate, "");
        await server.StartAgainAsync();
        await foreach (SseItem<JsonNode> item in server.Client.EventsAsync("killed", lastEventId))
        {
            Add(outcomes, item);
        }

        string[] begun = await File.ReadAllLinesAsync(log);
        begun.Should().OnlyHaveUniqueItems("nothing begins twice");
        outcomes.Should().HaveCount(60).And.ContainValue("lost", "those that ran are not known to have ended");
        outcomes.Where(host => host.Value == "succeeded").Select(host => host.Key).Should().BeSubsetOf(begun).And.HaveCountGreaterThan(20);
    }

    [Fact]
    public async Task Process_Terminated_EndsItsStreamsAtOnce()
    {
        await using ServerProcess server = await ServerProcess.StartAsync();
        string gate = server.PathOf("gate");
        await server.Client.StartAsync("terminated", Jobs.Input(1, Jobs.WaitFor(gate)));
        List<string> states = [];
        await foreach (SseItem<JsonNode> item in server.Client.EventsAsync("terminated"))
        {
            states.Add(item.State());
            await server.SignalAsync("TERM");
        }

        states.Should().NotBeEmpty().And.AllBe("running", "the watcher goes on at another server, not at the end of the job");
        await File.WriteAllTextAsync(gate, "");
        (await server.WaitForExitAsync()).Should().Be(0);
    }

    private static void Add(Dictionary<string, string> outcomes, SseItem<JsonNode> item)
    {
        foreach (JsonNode result in item.Results())
        {
            outcomes.Add((string)result["host"]!, (string)result["outcome"]!);
        }
    }
}
