using System.Globalization;
using RustInterop.Benchmarks.Tables;

namespace RustInterop.Benchmarks.FanOut;

/// <summary>The same work done by several, in turns.</summary>
/// <param name="Name">Of the table.</param>
/// <param name="Work">For each. Who has to warm up has.</param>
/// <param name="Entries">The first is ours, which takes part in all rounds and which the others are compared with.</param>
/// <param name="Floor">The entry that none which works as ours can be below.</param>
internal sealed record Comparison(string Name, Work Work, IReadOnlyList<Entry> Entries, Entry Floor)
{
    /// <summary>Runs all and writes the table and its figures.</summary>
    internal async Task RunAsync(Report report)
    {
        Dictionary<Entry, List<Cost>> costs = Entries.ToDictionary(entry => entry, _ => new List<Cost>());
        Dictionary<Entry, string> missing = Entries.Where(entry => entry.Contestant.Missing is not null)
            .ToDictionary(entry => entry, entry => $"not here: {entry.Contestant.Missing}");
        for (int round = 0; round < Entries[0].Rounds; round++)
        {
            foreach (Entry entry in Entries.Where(entry => round < entry.Rounds && !missing.ContainsKey(entry)))
            {
                try
                {
                    Cost cost = await entry.Contestant.RunAsync(Work).ConfigureAwait(false);
                    costs[entry].Add(cost);
                    Report.Say($"{Name}, round {round + 1}: {entry.Contestant.Name}: {Text(cost.Wall)} s, processor {Text(cost.Processor)} s");
                }
                catch (InvalidOperationException exception) when (entry != Entries[0])
                {
                    missing[entry] = $"failed: {exception.Message.ReplaceLineEndings(" ")}";
                }
            }
        }

        await report.WriteTableAsync(
            Name,
            ["", "time", "÷ ours", "goal", "processor time", "÷ ours", "goal", "runs"],
            Entries.Select(entry => missing.TryGetValue(entry, out string? reason)
                ? [entry.Contestant.Name, reason]
                : Row(entry, costs[entry], costs[Entries[0]], costs[Floor]))).ConfigureAwait(false);
        await report.WriteFiguresAsync(
            Name,
            ["contestant", "round", "wall_seconds", "processor_seconds"],
            costs.SelectMany(pair => pair.Value.Select((cost, round) =>
                new[] { pair.Key.Contestant.Name, Text(round + 1), Text(cost.Wall), Text(cost.Processor) }))).ConfigureAwait(false);
    }

    private static string[] Row(Entry entry, List<Cost> costs, List<Cost> ours, List<Cost> floor)
    {
        bool isOurs = ReferenceEquals(costs, ours);
        return
        [
            entry.Contestant.Name,
            .. Columns(cost => cost.Wall, entry.Wall),
            .. Columns(cost => cost.Processor, entry.Processor),
            Text(costs.Count),
        ];

        string[] Columns(Func<Cost, double> seconds, Goal? goal)
        {
            IReadOnlyList<double> ratios = Ratios(ours);
            return
            [
                Spread.Of([.. costs.Select(seconds)], " s"),
                isOurs ? "" : Spread.Of(ratios, ""),
                goal?.Verdict(ratios, Ratios(floor)) ?? "",
            ];

            IReadOnlyList<double> Ratios(List<Cost> others) =>
                [.. costs.Zip(others, (cost, other) => seconds(cost) / seconds(other))];
        }
    }

    private static string Text(double number) => number.ToString("0.####", CultureInfo.InvariantCulture);
}
