using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace RustInterop.Servers;

/// <summary>Free TCP ports of 127.0.0.1.</summary>
internal static class LoopbackPort
{
    // Below those of outgoing connections, which would take it while a server is away, or even connect to themselves.
    private const int First = 20_000;
    private const int End = 32_000;

    internal static int Find()
    {
        while (true)
        {
            int port = RandomNumberGenerator.GetInt32(First, End);
            using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // The next one.
            }
        }
    }
}
