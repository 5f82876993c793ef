using System.Diagnostics;
using System.Text;
using Renci.SshNet;

namespace RustInterop.Benchmarks.FanOut;

/// <summary>What .NET itself offers: Process in Parallel.ForEachAsync. It keeps as much output as we do.</summary>
internal sealed record DotnetProcesses() : Contestant(".NET's `Process` with `Parallel.ForEachAsync`")
{
    public override Task<Cost> RunAsync(Work work) =>
        Cost.InProcessAsync(() => work.ForEachHostAsync((host, limit) => RunAsync(work, host, limit)));

    private static async Task RunAsync(Work work, string host, CancellationToken limit)
    {
        ProcessStartInfo start = new("sh", ["-c", work.Action])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["HOST"] = host;
        start.Environment["JOB_ID"] = "1";
        start.Environment["ATTEMPT"] = "1";
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> output = Beginning.ReadAsync(process.StandardOutput.BaseStream);
        Task<string> errors = Beginning.ReadAsync(process.StandardError.BaseStream);
        try
        {
            await process.WaitForExitAsync(limit).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        }

        await Task.WhenAll(output, errors).ConfigureAwait(false);
        if (process.ExitCode != 0 && work.Timeout == 0)
        {
            throw new InvalidOperationException($"{host} exited with {process.ExitCode}.");
        }
    }
}

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

/// <summary>Reads a stream to its end, and keeps only the beginning.</summary>
internal static class Beginning
{
    private const int Limit = 65_536;
    private const int BufferLength = 16_384;

    internal static async Task<string> ReadAsync(Stream stream)
    {
        byte[] buffer = new byte[BufferLength];
        using MemoryStream kept = new();
        int length;
        while ((length = await stream.ReadAsync(buffer).ConfigureAwait(false)) > 0)
        {
            kept.Write(buffer, 0, int.Min(length, Limit - (int)kept.Length));
        }

        return Encoding.UTF8.GetString(kept.GetBuffer(), 0, (int)kept.Length);
    }
}
