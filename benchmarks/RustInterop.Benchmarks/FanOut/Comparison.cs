using System.Globalization;

namespace RustInterop.Benchmarks.FanOut;

/// <summary>The same work, done by several contestants in turns.</summary>
/// <param name="Name">The name of the table.</param>
/// <param name="Work">The work. Contestants that need a warm-up do it themselves.</param>
/// <param name="Ours">
/// Runs before and after each run of another contestant, which is compared with both, because machines change from minute to
/// minute.
/// </param>
/// <param name="Others">The other contestants.</param>
/// <param name="Floor">The one of the others that nobody who starts processes can be below.</param>
/// <param name="Bare">The one that does what ours does without a library or a runtime; null if there is none.</param>
internal sealed record Comparison(
    string Name, Work Work, Contestant Ours, IReadOnlyList<Entry> Others, Entry Floor, Entry? Bare = null)
{
    /// <summary>Runs all contestants, and writes the table and its figures.</summary>
    /// <returns>Whether all goals are met.</returns>
    internal async Task<bool> RunAsync(Report report)
    {
        List<Cost> ours = [await RunAsync(Ours, round: 1).ConfigureAwait(false)];
        Dictionary<Entry, List<Turn>> turns = Others.ToDictionary(entry => entry, _ => new List<Turn>());
        Dictionary<Entry, string> missing = Others.Where(entry => entry.Contestant.Missing is not null)
            .ToDictionary(entry => entry, entry => $"not available: {entry.Contestant.Missing}");
        for (int round = 1; round <= Others.Max(entry => entry.Rounds); round++)
        {
            foreach (Entry entry in Others.Where(entry => round <= entry.Rounds && !missing.ContainsKey(entry)))
            {
                Cost theirs;
                try
                {
                    theirs = await RunAsync(entry.Contestant, round).ConfigureAwait(false);
                }
                catch (InvalidOperationException exception)
                {
                    missing[entry] = $"failed: {exception.Message.ReplaceLineEndings(" ")}";
                    Report.Say($"{Name}, round {round}: {entry.Contestant.Name}: {missing[entry]}");
                    continue;
                }

                ours.Add(await RunAsync(Ours, round).ConfigureAwait(false));
                turns[entry].Add(new(round, ours[^2], theirs, ours[^1]));
            }
        }

        await report.WriteTableAsync(
            Name,
            ["", "time", "÷ ours", "goal", "processor time", "÷ ours", "goal", "runs"],
            [
                OurRow(ours),
                .. Others.Select(entry => turns[entry].Count == 0
                    ? [entry.Contestant.Name, missing[entry]]
                    : Row(entry, turns[entry], turns[Floor], Bare is null || entry == Bare ? [] : turns[Bare])),
            ]).ConfigureAwait(false);
        await report.WriteFiguresAsync(
            Name,
            [
                "contestant", "round", "wall_seconds", "processor_seconds",
                "our_wall_seconds_before", "our_processor_seconds_before", "our_wall_seconds_after", "our_processor_seconds_after",
            ],
            turns.SelectMany(pair => pair.Value.Select(turn => new[]
            {
                pair.Key.Contestant.Name, Text(turn.Round), Text(turn.Theirs.Wall), Text(turn.Theirs.Processor),
                Text(turn.Before.Wall), Text(turn.Before.Processor), Text(turn.After.Wall), Text(turn.After.Processor),
            }))).ConfigureAwait(false);
        return Others.All(entry =>
            entry.Wall?.IsMetBy(Ratios(turns[entry], cost => cost.Wall)) != false
            && entry.Processor?.IsMetBy(Ratios(turns[entry], cost => cost.Processor)) != false);
    }

    private async Task<Cost> RunAsync(Contestant contestant, int round)
    {
        Cost cost = await Undisturbed.RunAsync(() => contestant.RunAsync(Work)).ConfigureAwait(false);
        Report.Say($"{Name}, round {round}: {contestant.Name}: {Text(cost.Wall)} s, processor {Text(cost.Processor)} s");
        return cost;
    }

    private string[] OurRow(List<Cost> costs) =>
    [
        Ours.Name,
        Spread.Of([.. costs.Select(cost => cost.Wall)], " s"), "", "",
        Spread.Of([.. costs.Select(cost => cost.Processor)], " s"), "", "",
        Text(costs.Count),
    ];

    private static string[] Row(Entry entry, List<Turn> turns, List<Turn> floor, List<Turn> bare)
    {
        return
        [
            entry.Contestant.Name,
            .. Columns(cost => cost.Wall, entry.Wall),
            .. Columns(cost => cost.Processor, entry.Processor),
            turns.Count < entry.Rounds ? $"{Text(turns.Count)}, then it failed" : Text(turns.Count),
        ];

        string[] Columns(Func<Cost, double> seconds, Goal? goal)
        {
            IReadOnlyList<double> ratios = Ratios(turns, seconds);
            return
            [
                Spread.Of([.. turns.Select(turn => seconds(turn.Theirs))], " s"),
                Spread.Of(ratios, ""),
                goal?.Verdict(ratios, Ratios(floor, seconds), Ratios(bare, seconds)) ?? "",
            ];
        }
    }

    private static IReadOnlyList<double> Ratios(List<Turn> turns, Func<Cost, double> seconds) =>
        [.. turns.SelectMany(turn => new[] { turn.Before, turn.After }, (turn, our) => seconds(turn.Theirs) / seconds(our))];

    private static string Text(double number) => number.ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>A run of another contestant, between two of ours.</summary>
    private sealed record Turn(int Round, Cost Before, Cost Theirs, Cost After);
}
