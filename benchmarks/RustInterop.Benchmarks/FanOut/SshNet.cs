using Renci.SshNet;

namespace RustInterop.Benchmarks.FanOut;

/// <summary>SSH.NET in Parallel.ForEachAsync, in this process. It keeps as much output as we do.</summary>
internal sealed record SshNet() : Contestant("SSH.NET with `Parallel.ForEachAsync`")
{
    public override async Task<Cost> RunAsync(Work work)
    {
        Server server = work.Server ?? throw new InvalidOperationException("SSH.NET needs a server.");
        string hostKey = (await File.ReadAllTextAsync(server.HostKey).ConfigureAwait(false)).Split(' ')[1];
        using PrivateKeyFile identity = new(server.Identity);
        return await Cost.InProcessAsync(() => work.ForEachHostAsync((host, limit) =>
            RunAsync(work, Connection(server, identity), hostKey, host, limit))).ConfigureAwait(false);
    }

    private static ConnectionInfo Connection(Server server, PrivateKeyFile identity)
    {
        ConnectionInfo connection = new("127.0.0.1", server.Port, Environment.UserName,
            new PrivateKeyAuthenticationMethod(Environment.UserName, identity));
        foreach (string algorithm in connection.KeyExchangeAlgorithms.Keys.ToArray())
        {
            if (server.KeyExchange is not null && algorithm != server.KeyExchange)
            {
                connection.KeyExchangeAlgorithms.Remove(algorithm);
            }
        }

        return connection;
    }

    private static async Task RunAsync(
        Work work, ConnectionInfo connection, string hostKey, string host, CancellationToken limit)
    {
        using SshClient client = new(connection);
        client.HostKeyReceived += (_, received) => received.CanTrust = Convert.ToBase64String(received.HostKey) == hostKey;
        try
        {
            await client.ConnectAsync(limit).ConfigureAwait(false);
            using SshCommand command = client.CreateCommand(work.Action);
            Task ended = command.ExecuteAsync(limit);
            Task<string> output = Beginning.ReadAsync(command.OutputStream);
            Task<string> errors = Beginning.ReadAsync(command.ExtendedOutputStream);
            // Even when cancelled, it waits for the action. Disposing of the client does not.
            await Task.WhenAll(ended, output, errors).WaitAsync(limit).ConfigureAwait(false);
            if (command.ExitStatus != 0)
            {
                throw new InvalidOperationException($"{host} exited with {command.ExitStatus}.");
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            // It timed out.
        }
    }
}
