using System.Globalization;

namespace RustInterop.Benchmarks.Crossing;

/// <summary>The time of a call, compared with its parts, handwritten interop and Python.</summary>
internal static class CrossingTable
{
    private const double MostOverParts = 1.15;
    private const double LeastByHand = 1.2;
    private const double LeastByHandWhenLarge = 1.5;
    private const double LeastByPython = 30;

    /// <param name="report">Receives the table.</param>
    /// <param name="rounds">The times.</param>
    /// <param name="turns">The ratios.</param>
    /// <param name="python">Python's nanoseconds by work, for each round.</param>
    /// <param name="missing">Why Python was not measured, or null.</param>
    internal static Task WriteAsync(
        Report report,
        IReadOnlyList<Round> rounds,
        IReadOnlyList<Turns> turns,
        IReadOnlyList<IReadOnlyDictionary<string, double>> python,
        string? missing)
    {
        return report.WriteTableAsync(
            "crossing",
            ["call", "RustInterop", "÷ its parts", "goal", "÷ each alone", "by hand", "÷ ours", "goal", "Python", "÷ ours", "goal"],
            [
                .. WorkName.WithParts.Select(work => (IReadOnlyList<string>)
                    [work.Text, Time(work, "RustInterop"), .. Parts(work), .. ByHand(work), .. ByPython(work)]),
                [WorkName.RawLane.Text, Time(WorkName.RawLane, "RustInterop"), .. Native(WorkName.RawLane)],
                [WorkName.PrintInt.Text, Time(WorkName.PrintInt, "RustInterop"), .. Native(WorkName.PrintInt)],
            ]);

        string Time(WorkName work, string contestant) =>
            Figure.Text(Spread.Median(rounds.Select(round => round[work, contestant].Nanoseconds)));

        string[] Parts(WorkName work)
        {
            double[] ratios = [.. turns.Select(turn => 1 / turn[work, "Parts"])];
            double[] alone = [.. turns.Select(turn => 1 / (turn[work, "Serialize"] + turn[work, "Native"] + turn[work, "Deserialize"]))];
            return [Spread.Of(ratios, ""), Verdict("≤", MostOverParts, Spread.Median(ratios) <= MostOverParts), Spread.Of(alone, "")];
        }

        string[] Native(WorkName work) => [Spread.Of([.. turns.Select(turn => 1 / turn[work, "Native"])], "")];

        string[] ByHand(WorkName work)
        {
            double[] ratios = [.. turns.Select(turn => turn[work, "ByHand"])];
            return [Time(work, "ByHand"), .. Against(work, work.IsLarge ? LeastByHandWhenLarge : LeastByHand, ratios)];
        }

        string[] ByPython(WorkName work)
        {
            if (missing is not null)
            {
                return [$"not available: {missing}"];
            }

            double[] ratios = [.. rounds.Zip(python, (round, times) => times[work.Key] / round[work, "RustInterop"].Nanoseconds)];
            return [Figure.Text(Spread.Median(python.Select(times => times[work.Key]))), .. Against(work, LeastByPython, ratios)];
        }

        string[] Against(WorkName work, double goal, double[] ratios)
        {
            double ceiling = Spread.Median(ratios.Zip(turns, (ratio, turn) => ratio / turn[work, "Parts"]));
            return [Spread.Of(ratios, ""), VerdictBelow(goal, Spread.Median(ratios), ceiling)];
        }

        // RustInterop has to do what the parts do, so it cannot be faster.
        static string VerdictBelow(double goal, double ratio, double ceiling) => ratio < goal && ceiling < goal
            ? string.Create(CultureInfo.InvariantCulture, $"≥ {goal:0.##}: out of reach; the parts alone reach {ceiling:0.00}")
            : Verdict("≥", goal, ratio >= goal);

        static string Verdict(string sign, double goal, bool isMet) =>
            Goal.Verdict(string.Create(CultureInfo.InvariantCulture, $"{sign} {goal:0.##}"), isMet);
    }
}

/// <summary>An asynchronous call, compared with the handwritten ways.</summary>
internal static class ByTaskTable
{
    private static readonly Goal ByHand = new(1.2);

    internal static Task WriteAsync(Report report, IReadOnlyList<Round> rounds, IReadOnlyList<Turns> turns)
    {
        return report.WriteTableAsync(
            "by-task",
            ["`start_procedure`, no hosts, asynchronous", "time", "÷ ours", "goal", "managed bytes"],
            [
                Row("RustInterop", Contestants.Ours),
                Row("by hand, `Task.Run`", nameof(AsyncCall.ByHand), ByHand),
                Row("by hand, a new thread (`LongRunning`)", nameof(AsyncCall.ByHandOnNewThread), ByHand),
                Row("floor: the blocking call on a waiting thread", nameof(AsyncCall.OnWaitingThread)),
            ]);

        IReadOnlyList<string> Row(string text, string contestant, Goal? goal = null) =>
        [
            text,
            Figure.Text(Spread.Median(rounds.Select(round => round[WorkName.AsyncCall, contestant].Nanoseconds))),
            contestant == Contestants.Ours ? "" : Spread.Of(Ratios(contestant), ""),
            goal?.Verdict(Ratios(contestant), Ratios(nameof(AsyncCall.OnWaitingThread)), []) ?? "",
            Figure.Text(rounds[0][WorkName.AsyncCall, contestant].Bytes),
        ];

        double[] Ratios(string contestant) => [.. turns.Select(turn => turn[WorkName.AsyncCall, contestant])];
    }
}

/// <summary>What JSON costs, compared with handwritten C structs for the same records.</summary>
internal static class JsonPriceTable
{
    internal static Task WriteAsync(Report report, IReadOnlyList<Round> rounds, IReadOnlyList<Turns> turns) => report.WriteTableAsync(
        "json-price",
        ["reply", "RustInterop, JSON", "structs", "÷ structs", "managed bytes, JSON", "structs"],
        WorkName.Replies.Select(work => (IReadOnlyList<string>)
        [
            work.Text,
            Figure.Text(Spread.Median(rounds.Select(round => round[work, "RustInterop"].Nanoseconds))),
            Figure.Text(Spread.Median(rounds.Select(round => round[work, "Structs"].Nanoseconds))),
            Spread.Of([.. turns.Select(turn => 1 / turn[work, "Structs"])], ""),
            Figure.Text(rounds[0][work, "RustInterop"].Bytes),
            Figure.Text(rounds[0][work, "Structs"].Bytes),
        ]));
}
