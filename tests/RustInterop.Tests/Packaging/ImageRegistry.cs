using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace RustInterop.Tests.Packaging;

/// <summary>A registry of container images on this machine, which has one image without files.</summary>
internal sealed class ImageRegistry : IDisposable
{
    private const string ManifestType = "application/vnd.docker.distribution.manifest.v2+json";

    private static readonly string s_processor = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "amd64";

    private static readonly byte[] s_configuration = Encoding.UTF8.GetBytes(
        $$"""{"architecture":"{{s_processor}}","os":"linux","rootfs":{"type":"layers","diff_ids":[] },"config":{ },"history":[] }""");

    private static readonly byte[] s_manifest = Encoding.UTF8.GetBytes($$"""
        {"schemaVersion":2,"mediaType":"{{ManifestType}}","layers":[],"config":
        {"mediaType":"application/vnd.docker.container.image.v1+json","size":{{s_configuration.Length}},"digest":"{{DigestOf(s_configuration)}}" } }
        """);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _serving;

    internal ImageRegistry()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>The name by which a build asks for the image.</summary>
    internal string Image => string.Create(CultureInfo.InvariantCulture, $"localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}/base:latest");

    public void Dispose()
    {
        _listener.Stop();
        _serving.Wait();
        _listener.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync();
                await AnswerAsync(client.GetStream());
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // It was stopped.
        }
    }

    private static async Task AnswerAsync(NetworkStream stream)
    {
        using StreamReader reader = new(stream, Encoding.Latin1, leaveOpen: true);
        string? request = await reader.ReadLineAsync();
        // The first try is by TLS, which this is not.
        if (request?.StartsWith("GET ", StringComparison.Ordinal) != true)
        {
            return;
        }

        while (!string.IsNullOrEmpty(await reader.ReadLineAsync()))
        {
        }

        (byte[] body, string type) = request.Contains("/manifests/", StringComparison.Ordinal)
            ? (s_manifest, ManifestType) : (s_configuration, "application/octet-stream");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"HTTP/1.1 200 OK\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\nDocker-Content-Digest: {DigestOf(body)}\r\nConnection: close\r\n\r\n"));
        await stream.WriteAsync(body);
    }

    private static string DigestOf(byte[] content) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}";
}
