using RustInterop.Benchmarks.Tables;
using System.Globalization;
using RustInterop.Benchmarks.FanOut.Peers;

namespace RustInterop.Benchmarks.FanOut;

/// <summary>How much memory it takes when hosts write more than anybody keeps.</summary>
internal static class MemoryTable
{
    private const double Megabyte = 1e6;
    private const double Limit = 32 * Megabyte;
    private const int Hosts = 8;
    private const string Output = "yes 'a line of output, as long as lines of output often are' | head -c 200000000";

    internal static async Task RunAsync(Report report)
    {
        Work work = new(Hosts, Output);
        List<string[]> rows = [];
        foreach (Contestant contestant in (Contestant[])[new Ours(), new DotnetProcesses()])
        {
            TreeMemory memory = new();
            Alone? alone = null;
            await memory.WatchAsync(async started =>
                alone = await Alone.RunAsync(contestant, work, started).ConfigureAwait(false)).ConfigureAwait(false);
            string goal = contestant is Ours ? $"below 32 MB: {(alone!.Rise < Limit ? "met" : "**not met**")}" : "";
            rows.Add([contestant.Name, Seconds(alone!.Cost.Wall), Megabytes(alone.Rise), goal, .. Columns(memory)]);
            Report.Say($"memory: {contestant.Name}: {Megabytes(alone.Rise)} more");
        }

        foreach (Peer peer in (Peer[])[new PosixSpawn(), new Pdsh(), new Clush(), new GnuParallel()])
        {
            rows.Add(await RowAsync(peer, work).ConfigureAwait(false));
            Report.Say($"memory: {peer.Name}");
        }

        await report.WriteTableAsync(
            "memory",
            ["", "time", "more memory during the call", "goal", "the largest process, whole", "all processes together"],
            rows).ConfigureAwait(false);
    }

    private static async Task<string[]> RowAsync(Peer peer, Work work)
    {
        if (peer.Missing is not null)
        {
            return [peer.Name, $"not here: {peer.Missing}"];
        }

        TreeMemory memory = new();
        Cost cost = default;
        await memory.WatchAsync(async started =>
            cost = await (peer with { Started = started }).RunAsync(work).ConfigureAwait(false)).ConfigureAwait(false);
        return [peer.Name, Seconds(cost.Wall), "", "", .. Columns(memory)];
    }

    private static string[] Columns(TreeMemory memory) => [Megabytes(memory.Largest), Megabytes(memory.Together)];

    private static string Megabytes(long bytes) =>
        (bytes / Megabyte).ToString("0.0 'MB'", CultureInfo.InvariantCulture);

    private static string Seconds(double seconds) => seconds.ToString("0.0 's'", CultureInfo.InvariantCulture);
}
