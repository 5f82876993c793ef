using RustInterop.Benchmarks.Tables;
using System.Globalization;

namespace RustInterop.Benchmarks.FanOut;

/// <summary>The same work done by several, in turns.</summary>
/// <param name="Name">Of the table.</param>
/// <param name="Work">Which is not to be done one time more before the rounds: who has to warm up has.</param>
/// <param name="Entries">The first is ours, which takes part in all rounds and which the others are compared with.</param>
internal sealed record Comparison(string Name, Work Work, IReadOnlyList<Entry> Entries)
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
                : Row(entry, costs[entry], costs[Entries[0]]))).ConfigureAwait(false);
        await report.WriteFiguresAsync(
            Name,
            ["contestant", "round", "wall_seconds", "processor_seconds"],
            costs.SelectMany(pair => pair.Value.Select((cost, round) =>
                new[] { pair.Key.Contestant.Name, Text(round + 1), Text(cost.Wall), Text(cost.Processor) }))).ConfigureAwait(false);
    }

    private static string[] Row(Entry entry, List<Cost> costs, List<Cost> ours)
    {
        double[] walls = [.. costs.Select(cost => cost.Wall)];
        double[] processors = [.. costs.Select(cost => cost.Processor)];
        double[] wallRatios = [.. costs.Zip(ours, (cost, our) => cost.Wall / our.Wall)];
        double[] processorRatios = [.. costs.Zip(ours, (cost, our) => cost.Processor / our.Processor)];
        bool isOurs = ReferenceEquals(costs, ours);
        return
        [
            entry.Contestant.Name,
            Spread.Of(walls, " s"),
            isOurs ? "" : Spread.Of(wallRatios, ""),
            entry.Wall?.Verdict(wallRatios) ?? "",
            Spread.Of(processors, " s"),
            isOurs ? "" : Spread.Of(processorRatios, ""),
            entry.Processor?.Verdict(processorRatios) ?? "",
            Text(costs.Count),
        ];
    }

    private static string Text(double number) => number.ToString("0.####", CultureInfo.InvariantCulture);
}
