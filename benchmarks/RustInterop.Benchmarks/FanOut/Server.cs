namespace RustInterop.Benchmarks.FanOut;

/// <summary>The ssh configuration that leads every host name to the server of the benchmarks.</summary>
/// <param name="Folder">The folder with the keys.</param>
/// <param name="Port">The port on 127.0.0.1.</param>
/// <param name="KeyExchange">The key exchange to use; null for the client's default.</param>
internal sealed record Server(string Folder, int Port, string? KeyExchange)
{
    /// <summary>The configuration file for <c>ssh -F</c>.</summary>
    public string Configuration => Path.Combine(Folder, KeyExchange is null ? "ssh_config" : $"ssh_config_{KeyExchange}");

    public string Identity => Path.Combine(Folder, "id");

    public string HostKey => Path.Combine(Folder, "hostkey.pub");

    public Task WriteConfigurationAsync() => File.WriteAllTextAsync(Configuration, $"""
        Host *
          HostName 127.0.0.1
          Port {Port}
          User {Environment.UserName}
          IdentityFile {Identity}
          IdentitiesOnly yes
          IdentityAgent none
          UserKnownHostsFile {Path.Combine(Folder, "known_hosts")}
          GlobalKnownHostsFile /dev/null
          HostKeyAlias fan-out
          StrictHostKeyChecking yes
          BatchMode yes
          ConnectTimeout 5
          {(KeyExchange is null ? "" : $"KexAlgorithms {KeyExchange}")}

        """);
}
