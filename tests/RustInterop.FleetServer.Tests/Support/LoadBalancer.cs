using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RustInterop.FleetServer.Tests.Support;

/// <summary>An address that stays the same while the servers behind it change, or are away.</summary>
internal sealed class LoadBalancer : IAsyncDisposable
{
    private const string EndOfHead = "\r\n\r\n";

    private readonly TcpListener _listener = new(IPAddress.Loopback, LoopbackPort.Find());
    private readonly CancellationTokenSource _end = new();
    private readonly Task _accepting;
    private readonly StringBuilder _requests = new();
    private volatile Func<NetworkStream, Task> _serve;
    private int _answers;

    public LoadBalancer(ServerProcess server)
    {
        SendTo(server);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Address => new($"http://{_listener.LocalEndpoint}");

    /// <summary>How many requests it has answered itself.</summary>
    public int Answers => _answers;

    /// <summary>What clients sent to the servers.</summary>
    public string Requests
    {
        get
        {
            lock (_requests)
            {
                return _requests.ToString();
            }
        }
    }

    /// <summary>Forwards new connections to a server.</summary>
    [MemberNotNull(nameof(_serve))]
    public void SendTo(ServerProcess server) => _serve = client => ForwardAsync(client, server.Address);

    /// <summary>Answers requests on new connections itself, with these responses in turn.</summary>
    public void Answer(params string[] responses) => _serve = client => AnswerAsync(client, responses);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await _serve(client.GetStream());
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
            {
                // One of the two is gone.
            }
        }
    }

    private async Task ForwardAsync(NetworkStream client, Uri address)
    {
        using TcpClient server = new();
        await server.ConnectAsync(address.Host, address.Port, _end.Token);
        NetworkStream stream = server.GetStream();
        await await Task.WhenAny(SendAsync(client, stream), stream.CopyToAsync(client, _end.Token));
    }

    private async Task SendAsync(NetworkStream client, NetworkStream server)
    {
        byte[] buffer = new byte[4096];
        while (await client.ReadAsync(buffer, _end.Token) is int length and > 0)
        {
            lock (_requests)
            {
                _requests.Append(Encoding.Latin1.GetString(buffer, 0, length));
            }

            await server.WriteAsync(buffer.AsMemory(0, length), _end.Token);
        }
    }

    private async Task AnswerAsync(NetworkStream client, string[] responses)
    {
        StringBuilder head = new();
        byte[] buffer = new byte[4096];
        while (!head.ToString().EndsWith(EndOfHead, StringComparison.Ordinal))
        {
            int length = await client.ReadAsync(buffer, _end.Token);
            if (length == 0)
            {
                // Browsers open connections that they may need.
                return;
            }

            head.Append(Encoding.Latin1.GetString(buffer, 0, length));
        }

        string response = responses[(Interlocked.Increment(ref _answers) - 1) % responses.Length];
        await client.WriteAsync(Encoding.Latin1.GetBytes(response), _end.Token);
    }
}
