using System.Globalization;

namespace RustInterop.Benchmarks.FanOut;

/// <summary>The memory used when hosts write more output than is kept.</summary>
internal static class MemoryTable
{
    private const double Megabyte = 1e6;
    private const double Limit = 32 * Megabyte;
    private const int Hosts = 8;

    // Long, because pdsh and clush take minutes for as much output in short lines.
    private const int LineLength = 4_096;

    private static readonly string Output = $"yes {new string('x', LineLength - 1)} | head -c 200000000";

    internal static async Task RunAsync(Report report, Server? server)
    {
        Work local = new(Hosts, Output);
        List<string[]> rows = [];
        foreach (Contestant contestant in (Contestant[])[new Ours(), new DotnetProcesses()])
        {
            rows.Add(await InProcessAsync(contestant, local).ConfigureAwait(false));
        }

        foreach (Peer peer in (Peer[])[new PosixSpawn(), new Pdsh(), new Clush(), new GnuParallel()])
        {
            rows.Add(await RowAsync(peer, local).ConfigureAwait(false));
        }

        if (server is null)
        {
            rows.Add(["by ssh", "not available: no sshd"]);
        }
        else
        {
            Work far = local with { Server = server };
            rows.Add(await InProcessAsync(new Ours(), far).ConfigureAwait(false));
            rows.Add(await InProcessAsync(new SshNet(), far).ConfigureAwait(false));
            rows.Add(await RowAsync(new ParallelSsh(), far).ConfigureAwait(false));
            rows.Add(["by ssh: `ansible -m raw`", "left out: it had not ended after two minutes in a trial"]);
        }

        await report.WriteTableAsync(
            "memory",
            ["", "time", "more memory during the call", "goal", "the largest process", "all processes together"],
            rows).ConfigureAwait(false);
    }

    private static async Task<string[]> InProcessAsync(Contestant contestant, Work work)
    {
        TreeMemory memory = new();
        Alone? alone = null;
        await memory.WatchAsync(async started =>
            alone = await Alone.RunAsync(contestant, work, started).ConfigureAwait(false)).ConfigureAwait(false);
        Report.Say($"memory: {contestant.Name}: {Megabytes(alone!.Rise)} more");
        return
        [
            Name(contestant, work), Seconds(alone.Cost.Wall), Megabytes(alone.Rise),
            contestant is Ours ? Goal.Verdict("below 32 MB", alone.Rise < Limit) : "",
            .. Columns(memory),
        ];
    }

    private static async Task<string[]> RowAsync(Peer peer, Work work)
    {
        if (peer.Missing is not null)
        {
            return [Name(peer, work), $"not available: {peer.Missing}"];
        }

        TreeMemory memory = new();
        Cost cost = default;
        try
        {
            await memory.WatchAsync(async started =>
                cost = await (peer with { Started = started }).RunAsync(work).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (InvalidOperationException exception)
        {
            return [Name(peer, work), $"failed: {exception.Message.ReplaceLineEndings(" ")}", "", "", .. Columns(memory)];
        }

        Report.Say($"memory: {peer.Name}: {Megabytes(memory.Largest)}");
        return [Name(peer, work), Seconds(cost.Wall), "", "", .. Columns(memory)];
    }

    private static string Name(Contestant contestant, Work work) =>
        work.Server is null ? contestant.Name : $"by ssh: {contestant.Name}";

    private static string[] Columns(TreeMemory memory) => [Megabytes(memory.Largest), Megabytes(memory.Together)];

    private static string Megabytes(long bytes) =>
        (bytes / Megabyte).ToString("0.0 'MB'", CultureInfo.InvariantCulture);

    private static string Seconds(double seconds) => seconds.ToString("0.0 's'", CultureInfo.InvariantCulture);
}
