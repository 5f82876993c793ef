using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace RustInterop.Fleet.Tool.Server;

/// <summary>The API of a FleetServer. Each call may be repeated, and is, while the server is away.</summary>
internal sealed class ServerConnection : IDisposable
{
    private const int MostStartAttempts = 5;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    // The server itself waits a minute for its store.
    private static readonly TimeSpan MostWait = TimeSpan.FromSeconds(100);

    // A server sends something every two seconds.
    private static readonly TimeSpan MostSilence = TimeSpan.FromSeconds(20);

    private readonly HttpClient _client;

    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The client disposes of its handler.")]
    public ServerConnection(Uri url, string token)
    {
        Url = url;
        SocketsHttpHandler handler = new()
        {
            // The token is for this server only.
            AllowAutoRedirect = false,
            UseProxy = !url.IsLoopback,
            ConnectTimeout = TimeSpan.FromSeconds(10),
        };
        _client = new(handler) { BaseAddress = new Uri($"{url.AbsoluteUri.TrimEnd('/')}/"), Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public Uri Url { get; }

    public void Dispose() => _client.Dispose();

    /// <summary>Starts a job, unless it is there.</summary>
    /// <exception cref="ServerException">It was refused, or the server does not answer.</exception>
    public async Task StartAsync(string job, ProcedureInput input, CancellationToken cancellation)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(input, ProcedureJson.Input);
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                using ByteArrayContent body = new(json) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
                await ReadAsync(HttpMethod.Put, Path(job), body, JobStatus.Read, hasStarted: false, cancellation).ConfigureAwait(false);
                return;
            }
            catch (Exception exception) when (IsPassing(exception))
            {
                bool wasSent = attempt > 1 || exception is not HttpRequestException
                {
                    HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError,
                };
                if (!wasSent || attempt == MostStartAttempts)
                {
                    throw new ServerException($"{Url}: {exception.Message}", wasSent);
                }
            }

            await Task.Delay(RetryDelay, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Reads the hosts of a job, in the order of its input.</summary>
    /// <exception cref="ServerException">There is no such job, or the server refuses.</exception>
    public Task<string[]> ReadHostsAsync(string job, CancellationToken cancellation) => RepeatAsync(
        () => ReadAsync(
            HttpMethod.Get, $"{Path(job)}/hosts", body: null,
            json => Answer.Of(() => json.EnumerateArray().Select(host => host.GetString()!).ToArray()), hasStarted: false, cancellation),
        cancellation);

    /// <summary>Cancels a job.</summary>
    /// <exception cref="ServerException">There is no such job, or the server refuses.</exception>
    public Task CancelAsync(string job, CancellationToken cancellation) => RepeatAsync(
        () => ReadAsync(HttpMethod.Post, $"{Path(job)}/cancel", body: null, JobStatus.Read, hasStarted: true, cancellation), cancellation);

    /// <summary>Reads the results of a job up to its end. If the connection is lost, it goes on where it was.</summary>
    /// <param name="job">The id of the job.</param>
    /// <param name="lost">Called when the connection is lost, and when it is there again.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="ServerException">There is no such job any more, or the server refuses.</exception>
    public async IAsyncEnumerable<JobUpdate> WatchAsync(
        string job, Action<bool> lost, [EnumeratorCancellation] CancellationToken cancellation)
    {
        long cursor = 0;
        bool isLost = false;
        while (true)
        {
            IAsyncEnumerator<JobUpdate> updates = ReadEventsAsync(job, cursor, cancellation).GetAsyncEnumerator(cancellation);
            await using ConfiguredAsyncDisposable closing = updates.ConfigureAwait(false);
            while (await MoveNextAsync(updates).ConfigureAwait(false))
            {
                if (isLost)
                {
                    isLost = false;
                    lost(false);
                }

                cursor = updates.Current.Cursor;
                yield return updates.Current;
                if (updates.Current.IsLast)
                {
                    yield break;
                }
            }

            if (!isLost)
            {
                isLost = true;
                lost(true);
            }

            await Task.Delay(RetryDelay, cancellation).ConfigureAwait(false);
        }
    }

    private async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<JobUpdate> updates)
    {
        try
        {
            return await updates.MoveNextAsync().ConfigureAwait(false);
        }
        catch (JsonException)
        {
            throw Strange(hasStarted: true);
        }
        catch (Exception exception) when (IsPassing(exception))
        {
            return false;
        }
    }

    private async IAsyncEnumerable<JobUpdate> ReadEventsAsync(
        string job, long cursor, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using CancellationTokenSource silence = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        silence.CancelAfter(MostSilence);
        using HttpRequestMessage request = new(HttpMethod.Get, $"{Path(job)}/events");
        request.Headers.Add("Last-Event-ID", $"{cursor}");
        using HttpResponseMessage response =
            await SendAsync(request, HttpCompletionOption.ResponseHeadersRead, hasStarted: true, silence.Token).ConfigureAwait(false);
        using Stream body = await response.Content.ReadAsStreamAsync(silence.Token).ConfigureAwait(false);
        await foreach (SseItem<JobUpdate> item in SseParser.Create(body, (_, data) => JobUpdate.Read(data)).EnumerateAsync(silence.Token)
            .ConfigureAwait(false))
        {
            silence.CancelAfter(Timeout.InfiniteTimeSpan);
            yield return item.Data;
            silence.CancelAfter(MostSilence);
        }
    }

    private async Task<T> ReadAsync<T>(
        HttpMethod method, string path, HttpContent? body, Func<JsonElement, T> read, bool hasStarted, CancellationToken cancellation)
    {
        using CancellationTokenSource timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(MostWait);
        using HttpRequestMessage request = new(method, path) { Content = body };
        // What is refused for its size is refused before it is sent, and not by the end of the connection.
        request.Headers.ExpectContinue = body is not null;
        using HttpResponseMessage response =
            await SendAsync(request, HttpCompletionOption.ResponseContentRead, hasStarted, timeout.Token).ConfigureAwait(false);
        using Stream stream = await response.Content.ReadAsStreamAsync(timeout.Token).ConfigureAwait(false);
        try
        {
            using JsonDocument document = await JsonDocument.ParseAsync(stream, default, timeout.Token).ConfigureAwait(false);
            return read(document.RootElement);
        }
        catch (JsonException)
        {
            throw Strange(hasStarted);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, HttpCompletionOption completion, bool hasStarted, CancellationToken cancellation)
    {
        HttpResponseMessage response = await _client.SendAsync(request, completion, cancellation).ConfigureAwait(false);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            string reason = await ProblemAsync(response, cancellation).ConfigureAwait(false);
            throw response.StatusCode >= HttpStatusCode.InternalServerError
                ? new HttpRequestException(reason)
                : new ServerException(reason, hasStarted);
        }
    }

    private async Task<string> ProblemAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        if (response.StatusCode == HttpStatusCode.Unauthorized)
        {
            return $"{Url} refuses the token.";
        }

        try
        {
            using Stream stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
            using JsonDocument problem = await JsonDocument.ParseAsync(stream, default, cancellation).ConfigureAwait(false);
            return Answer.Of(() => problem.RootElement.GetProperty("detail").GetString()!);
        }
        catch (JsonException)
        {
            return $"{Url} answers with {(int)response.StatusCode} {response.ReasonPhrase}.";
        }
    }

    private static async Task<T> RepeatAsync<T>(Func<Task<T>> call, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return await call().ConfigureAwait(false);
            }
            catch (Exception exception) when (IsPassing(exception) && !cancellation.IsCancellationRequested)
            {
                await Task.Delay(RetryDelay, cancellation).ConfigureAwait(false);
            }
        }
    }

    private ServerException Strange(bool hasStarted) => new($"{Url} does not answer as a FleetServer does.", hasStarted);

    // The server is away, or too slow. What it refuses is a ServerException.
    private static bool IsPassing(Exception exception) =>
        exception is HttpRequestException or IOException or OperationCanceledException;

    private static string Path(string job) => $"jobs/{Uri.EscapeDataString(job)}";
}
