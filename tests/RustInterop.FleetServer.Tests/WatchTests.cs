using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using RustInterop.FleetServer.Tests.Support;

namespace RustInterop.FleetServer.Tests;

[Collection(SharedServer.Name)]
public sealed class WatchTests(ServerFixture fixture)
{
    private readonly ServerProcess _server = fixture.Server;
    private readonly HttpClient _client = fixture.Server.Client;

    [Fact]
    public async Task Events_WatcherThatComesBack_GoesOnAfterItsLastEvent()
    {
        string gate = _server.PathOf("watch");
        await _client.StartAsync("watched", Jobs.Input(40, $"case $HOST in host?) ;; *) {Jobs.WaitFor(gate)};; esac"));
        List<string> hosts = [];
        string? lastEventId = null;
        await foreach (SseItem<JsonNode> item in _client.EventsAsync("watched"))
        {
            hosts.AddRange(item.Results().Select(result => (string)result["host"]!));
            lastEventId = item.EventId;
            if (hosts.Count > 0)
            {
                break;
            }
        }

        await File.WriteAllTextAsync(gate, "");
        await foreach (SseItem<JsonNode> item in _client.EventsAsync("watched", lastEventId))
        {
            hosts.AddRange(item.Results().Select(result => (string)result["host"]!));
        }

        lastEventId.Should().NotBe("40");
        hosts.Should().HaveCount(40).And.OnlyHaveUniqueItems();
        hosts.Should().Equal((await _client.ResultsAsync("watched")).Keys, "a late watcher gets the same results in the same order");
    }

    [Fact]
    public async Task Events_WithoutOutput_LeaveItToTheResults()
    {
        await _client.StartAsync("quiet", Jobs.Input(3, "echo out; echo err >&2"));
        List<JsonNode> results = [];
        await foreach (SseItem<JsonNode> item in _client.EventsAsync("quiet", query: "?output=false"))
        {
            results.AddRange(item.Results());
        }

        results.Should().HaveCount(3).And.OnlyContain(result => (string)result["stdout"]! == "" && (string)result["stderr"]! == "");
        for (int number = 1; number <= 3; number++)
        {
            JsonNode result = await _client.ReadAsync($"/jobs/quiet/results/{number}");
            ((string)result["host"]!).Should().Be((string)results[number - 1]["host"]!);
            ((string)result["stdout"]!, (string)result["stderr"]!).Should().Be(("out\n", "err\n"));
        }

        (await (await _client.GetAsync("/jobs/quiet/results/4")).ShouldBeProblemAsync(HttpStatusCode.NotFound))
            .Should().Contain("4 results");
    }

    [Fact]
    public async Task Events_Response_TellsProxiesNotToKeepItAndReadersWhenToComeBack()
    {
        await _client.StartAsync("proxied", Jobs.Input(1, "true"));

        using HttpResponseMessage response = await _client.GetAsync("/jobs/proxied/events");

        response.Headers.GetValues("X-Accel-Buffering").Should().Equal("no");
        response.Headers.CacheControl!.NoStore.Should().BeTrue();
        (await response.Content.ReadAsStringAsync()).Should().MatchRegex("(?m)^retry: ?1000$");
    }

    [Theory]
    [InlineData("x")]
    [InlineData("-1")]
    [InlineData("99999999999999999999")]
    public async Task Events_CursorThatIsNone_IsRefused(string lastEventId)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "/jobs/any/events");
        request.Headers.Add("Last-Event-ID", lastEventId);

        await (await _client.SendAsync(request)).ShouldBeProblemAsync(HttpStatusCode.BadRequest);
    }
}
