using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace RustInterop.Build.Fleet;

/// <summary>The HTTP API of a FleetServer.</summary>
internal sealed class FleetApi : IDisposable
{
    private const string UnixPrefix = "http://unix:";

    private readonly SocketsHttpHandler _handler;
    private readonly HttpClient _client;

    public FleetApi(string url, string token)
    {
        string? socket = SocketOf(url);
        _handler = socket is null ? new() : HandlerOf(socket);
        _client = new(_handler)
        {
            BaseAddress = new(socket is null ? url : "http://localhost"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <returns>The path of the Unix socket of an address, if it is one.</returns>
    public static string? SocketOf(string url) => url.StartsWith(UnixPrefix, StringComparison.Ordinal) ? url[UnixPrefix.Length..] : null;

    public void Dispose()
    {
        _client.Dispose();
        _handler.Dispose();
    }

    public async Task<bool> IsReadyAsync(CancellationToken cancellation)
    {
        try
        {
            using HttpResponseMessage response = await _client.GetAsync(new Uri("/health/ready", UriKind.Relative), cancellation);
            return response.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    public async Task StartAsync(string job, JsonObject input, CancellationToken cancellation)
    {
        using JsonContent body = JsonContent.Create(input);
        using HttpResponseMessage response = await _client.PutAsync(Address(job), body, cancellation);
        await ReadAsync(response, cancellation);
    }

    public async Task CancelAsync(string job, CancellationToken cancellation)
    {
        using HttpResponseMessage response = await _client.PostAsync(Address(job, "/cancel"), content: null, cancellation);
        await ReadAsync(response, cancellation);
    }

    /// <summary>Reads what follows after a cursor, up to the end of the job or of the connection.</summary>
    public async IAsyncEnumerable<JobUpdate> WatchAsync(
        string job, string cursor, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, Address(job, "/events"));
        request.Headers.Add("Last-Event-ID", cursor);
        using HttpResponseMessage response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        response.EnsureSuccessStatusCode();
        Stream body = await response.Content.ReadAsStreamAsync(cancellation);
        await foreach (SseItem<string> item in SseParser.Create(body).EnumerateAsync(cancellation))
        {
            JsonNode update = JsonNode.Parse(item.Data)!;
            yield return new(
                item.EventId ?? cursor,
                JobStatus.Of(update["status"]!),
                [.. update["results"]!.AsArray().Select(result => new HostEnd((string)result!["host"]!, (string)result["outcome"]!))]);
        }
    }

    private static Uri Address(string job, string more = "") => new($"/jobs/{Uri.EscapeDataString(job)}{more}", UriKind.Relative);

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        string text = await response.Content.ReadAsStringAsync(cancellation);
        return response.IsSuccessStatusCode
            ? JsonNode.Parse(text)!
            : throw new HttpRequestException($"{response.RequestMessage!.RequestUri}: {(int)response.StatusCode} {text}");
    }

    private static SocketsHttpHandler HandlerOf(string path) => new()
    {
        ConnectCallback = async (_, cancellation) =>
        {
            Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    };
}

/// <summary>How far a job is.</summary>
internal sealed record JobStatus(string State, int Completed)
{
    public bool HasEnded => State is "completed" or "cancelled";

    public static JobStatus Of(JsonNode json) => new(
        (string)json["state"]!, json["outcomes"]!.AsObject().Sum(outcome => (int)outcome.Value!));
}

/// <summary>What became of a host.</summary>
internal sealed record HostEnd(string Host, string Outcome);

/// <summary>Further results of a job.</summary>
internal sealed record JobUpdate(string Cursor, JobStatus Status, IReadOnlyList<HostEnd> Results);
