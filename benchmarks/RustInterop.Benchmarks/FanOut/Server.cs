using RustInterop.Tests.Ssh;

namespace RustInterop.Benchmarks.FanOut;

/// <summary>How an ssh client reaches the server of the benchmarks, whatever host it asks for.</summary>
/// <param name="Configuration">For <c>ssh -F</c>.</param>
/// <param name="Identity">The file with the client's key.</param>
/// <param name="HostKey">The file with the server's public key.</param>
/// <param name="Port">On 127.0.0.1.</param>
/// <param name="KeyExchange">The one to be used; null for the client's default.</param>
internal sealed record Server(string Configuration, string Identity, string HostKey, int Port, string? KeyExchange)
{
    /// <summary>Writes the configuration for a listening sshd.</summary>
    public static async Task<Server> CreateAsync(LoopbackSshd sshd, int port, string? keyExchange)
    {
        string configuration = sshd.PathOf(keyExchange is null ? "ssh_config" : $"ssh_config_{keyExchange}");
        string identity = sshd.PathOf("id");
        await File.WriteAllTextAsync(configuration, $"""
            Host *
            {sshd.ClientOptions}
              Port {port}
              IdentityFile {identity}
              BatchMode yes
              ConnectTimeout 5
              {(keyExchange is null ? "" : $"KexAlgorithms {keyExchange}")}

            """).ConfigureAwait(false);
        return new Server(configuration, identity, sshd.PathOf("hostkey.pub"), port, keyExchange);
    }
}
