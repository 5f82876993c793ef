namespace RustInterop.Benchmarks.FanOut;

/// <summary>What it costs to be able to report output while actions run: for a caller who does not want it, and for one who does.</summary>
internal static class LiveOutputBenchmark
{
    private const double MostSlower = 1.05;

    private const int RoundsOfHosts = 7;

    // The same work varies by half.
    private const int RoundsOfText = 31;

    /// <summary>Measures both kinds of work, and writes the tables into a folder.</summary>
    /// <returns>Whether callers who do not want it have the speed that they had before.</returns>
    internal static async Task<bool> RunAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        Report report = new(folder);
        Work hosts = new(1_000, "true");
        Work text = new(8, $"yes {new string('x', 4_095)} | head -c 50000000");
        // The processor time of C, divided by that of the last engine without it, in these comparisons.
        bool isAsFast = await Comparison("live-output-hosts", hosts, RoundsOfHosts, before: 0.88).RunAsync(report).ConfigureAwait(false);
        return await Comparison("live-output-text", text, RoundsOfText, before: 0.54).RunAsync(report).ConfigureAwait(false) && isAsFast;
    }

    private static Comparison Comparison(string name, Work work, int rounds, double before)
    {
        Entry c = new(new PosixSpawn(), rounds, Processor: new Goal(before / MostSlower));
        return new(name, work, new InOwnProcess(new Ours()), [c, new Entry(new InOwnProcess(new Ours(IsLive: true)), rounds)], c);
    }
}
