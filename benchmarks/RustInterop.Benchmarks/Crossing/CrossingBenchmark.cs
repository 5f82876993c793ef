namespace RustInterop.Benchmarks.Crossing;

/// <summary>What a call costs, compared with its parts and with other ways to make it.</summary>
internal static class CrossingBenchmark
{
    private const int Rounds = 3;

    /// <param name="folder">Where the tables go.</param>
    internal static async Task RunAsync(string folder)
    {
        StandardOutput.Discard();
        Report report = new(folder);
        List<Round> rounds = [];
        List<Turns> turns = [];
        List<IReadOnlyDictionary<string, double>> python = [];
        string? missing = null;
        // Otherwise the first contestant would be measured before the JIT has compiled what all of them share.
        Report.Say("warm-up");
        await Round.RunAsync(folder, WorkName.All, isWarmUp: true).ConfigureAwait(false);
        for (int round = 1; round <= Rounds; round++)
        {
            Report.Say($"round {round} of {Rounds}");
            rounds.Add(await Round.RunAsync(folder, WorkName.All).ConfigureAwait(false));
            turns.Add(await Turns.RunAsync(WorkName.All).ConfigureAwait(false));
            (IReadOnlyDictionary<string, double> nanoseconds, missing) = await Undisturbed.RunAsync(Python.RunAsync).ConfigureAwait(false);
            python.Add(nanoseconds);
        }

        await CrossingTable.WriteAsync(report, rounds, turns, python, missing).ConfigureAwait(false);
        await ByTaskTable.WriteAsync(report, rounds, turns).ConfigureAwait(false);
        await AsyncFunctionsTable.WriteAsync(report, rounds, turns).ConfigureAwait(false);
        await AllocationsTable.WriteAsync(report, rounds[0]).ConfigureAwait(false);
        await JsonPriceTable.WriteAsync(report, rounds, turns).ConfigureAwait(false);
        Report.Say("beside JSON");
        await BesideJsonTable.WriteAsync(report).ConfigureAwait(false);
        await RecordsTable.WriteAsync(report).ConfigureAwait(false);
        Report.Say("profile");
        await ProfileTable.WriteAsync(report, folder).ConfigureAwait(false);
    }

    /// <summary>The table of async functions alone.</summary>
    /// <param name="folder">Where it goes.</param>
    internal static async Task RunAsyncFunctionsAsync(string folder)
    {
        WorkName[] names = [WorkName.AsyncFunctions];
        List<Round> rounds = [];
        List<Turns> turns = [];
        await Round.RunAsync(folder, names, isWarmUp: true).ConfigureAwait(false);
        for (int round = 1; round <= Rounds; round++)
        {
            rounds.Add(await Round.RunAsync(folder, names).ConfigureAwait(false));
            turns.Add(await Turns.RunAsync(names).ConfigureAwait(false));
        }

        await AsyncFunctionsTable.WriteAsync(new Report(folder), rounds, turns).ConfigureAwait(false);
    }
}
