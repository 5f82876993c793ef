using System.Net;
using System.Net.Sockets;

namespace Tour;

/// <summary>A small web service on the loopback interface that says hello.</summary>
internal sealed class HelloService : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    private HelloService()
    {
        _listener.Start();
        Address = $"{_listener.LocalEndpoint}";
    }

    /// <summary>Host and port.</summary>
    public string Address { get; }

    public static HelloService Start()
    {
        HelloService service = new();
        _ = service.ServeAsync();
        return service;
    }

    public void Stop() => _listener.Stop();

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync().ConfigureAwait(false);
                await AnswerAsync(client.GetStream()).ConfigureAwait(false);
            }
        }
        catch (SocketException)
        {
            // The listener was stopped while it was waiting.
        }
        catch (ObjectDisposedException)
        {
            // Likewise.
        }
    }

    private static async Task AnswerAsync(NetworkStream stream)
    {
        using StreamReader reader = new(stream);
        while (await reader.ReadLineAsync().ConfigureAwait(false) is { Length: > 0 })
        {
            // The request ends with an empty line; what it says does not matter.
        }

        await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nhello\n"u8.ToArray())
            .ConfigureAwait(false);
    }
}
