using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RustInterop.FleetServer.Tests.Support;

/// <summary>Jobs, as a client of the API sees them.</summary>
internal static class Jobs
{
    public static ProcedureInput Input(int hosts, string action) =>
        Input([.. Enumerable.Range(0, hosts).Select(number => $"host{number}")], action);

    public static ProcedureInput Input(string[] hosts, string action) =>
        new(TimeSpan.FromSeconds(60), 0, hosts, action, 1) { Transport = Transport.Local, Concurrency = 4 };

    /// <summary>The part of an action that waits until a file is there.</summary>
    public static string WaitFor(string file) => $"until test -e '{file}'; do sleep 0.1; done";

    public static string PathOf(string id) => $"/jobs/{Uri.EscapeDataString(id)}";

    public static Task<HttpResponseMessage> StartAsync(this HttpClient client, string id, ProcedureInput input) =>
        client.PutAsync(PathOf(id), Json(JsonSerializer.Serialize(input, ProcedureJson.Input)));

    public static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    public static async Task<JsonNode> ReadAsync(this HttpClient client, string path) =>
        (await client.GetFromJsonAsync<JsonNode>(path))!;

    /// <summary>Reads a problem, and checks that it is one.</summary>
    public static async Task<string> ShouldBeProblemAsync(this HttpResponseMessage response, HttpStatusCode status)
    {
        using (response)
        {
            response.StatusCode.Should().Be(status);
            response.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
            JsonNode problem = (await response.Content.ReadFromJsonAsync<JsonNode>())!;
            return (string?)problem["detail"] ?? "";
        }
    }

    /// <summary>Reads events up to the end of the stream.</summary>
    /// <param name="client">The client.</param>
    /// <param name="id">The id of the job.</param>
    /// <param name="lastEventId">Where to go on.</param>
    /// <param name="query">The query of the address.</param>
    public static async IAsyncEnumerable<SseItem<JsonNode>> EventsAsync(
        this HttpClient client, string id, string? lastEventId = null, string query = "")
    {
        using HttpRequestMessage request = new(HttpMethod.Get, $"{PathOf(id)}/events{query}");
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        response.Content.Headers.ContentType!.MediaType.Should().Be("text/event-stream");
        await using Stream body = await response.Content.ReadAsStreamAsync();
        await foreach (SseItem<JsonNode> item in SseParser.Create(body, (_, data) => JsonNode.Parse(data)!).EnumerateAsync())
        {
            yield return item;
        }
    }

    public static IEnumerable<JsonNode> Results(this SseItem<JsonNode> item) => item.Data["results"]!.AsArray().Select(result => result!);

    public static string State(this SseItem<JsonNode> item) => (string)item.Data["status"]!["state"]!;

    /// <summary>Reads a job to its end; returns the results by host.</summary>
    public static async Task<Dictionary<string, JsonNode>> ResultsAsync(this HttpClient client, string id)
    {
        Dictionary<string, JsonNode> results = [];
        await foreach (SseItem<JsonNode> item in client.EventsAsync(id))
        {
            foreach (JsonNode result in item.Results())
            {
                results.Add((string)result["host"]!, result);
            }
        }

        return results;
    }
}
