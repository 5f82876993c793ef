using System.Globalization;
using RustInterop.Benchmarks.Tables;

namespace RustInterop.Benchmarks.Crossing;

/// <summary>The time of a call, against its parts, the same by hand, and Python.</summary>
internal static class CrossingTable
{
    private const double MostOverParts = 1.1;
    private const double LeastByHand = 1.2;
    private const double LeastByHandWhenLarge = 1.5;
    private const double LeastByPython = 30;

    /// <param name="report">For the table.</param>
    /// <param name="rounds">Of .NET's.</param>
    /// <param name="python">Nanoseconds by work, round by round.</param>
    /// <param name="missing">Why there are none.</param>
    internal static Task WriteAsync(
        Report report, IReadOnlyList<Round> rounds, IReadOnlyList<IReadOnlyDictionary<string, double>> python, string? missing)
    {
        return report.WriteTableAsync(
            "crossing",
            ["call", "RustInterop", "÷ its parts", "goal", "÷ each alone", "by hand", "÷ ours", "goal", "Python", "÷ ours", "goal"],
            [
                .. WorkName.WithParts.Select(work => (IReadOnlyList<string>)
                    [work.Text, Time(work, "RustInterop"), .. Parts(work), .. ByHand(work), .. ByPython(work)]),
                [WorkName.RawLane.Text, Time(WorkName.RawLane, "RustInterop"), .. Native(WorkName.RawLane)],
                [WorkName.PrintInt.Text, Time(WorkName.PrintInt, "RustInterop"), .. Native(WorkName.PrintInt)],
                [
                    WorkName.AsyncCall.Text, Time(WorkName.AsyncCall, "RustInterop"), "", "", "",
                    Time(WorkName.AsyncCall, "ByHand"), Spread.Of(ByHandRatios(WorkName.AsyncCall, Ours(WorkName.AsyncCall)), ""),
                ],
            ]);

        string Time(WorkName work, string contestant) =>
            Figure.Text(Spread.Middle(rounds.Select(round => round[work, contestant].Nanoseconds)));

        double[] Ratios(WorkName work, Func<Round, double> figure, Func<Round, double> divisor) =>
            [.. rounds.Select(round => figure(round) / divisor(round))];

        string[] Parts(WorkName work)
        {
            double[] ratios = Ratios(work, Ours(work), PartsOf(work));
            double[] alone = Ratios(work, Ours(work), EachAlone(work));
            return [Spread.Of(ratios, ""), Verdict("≤", MostOverParts, Spread.Middle(ratios) <= MostOverParts), Spread.Of(alone, "")];
        }

        string[] Native(WorkName work) =>
            [Spread.Of(Ratios(work, Ours(work), round => round[work, "Native"].Nanoseconds), "")];

        double[] ByHandRatios(WorkName work, Func<Round, double> divisor) =>
            Ratios(work, round => round[work, "ByHand"].Nanoseconds, divisor);

        string[] ByHand(WorkName work)
        {
            double[] ratios = ByHandRatios(work, Ours(work));
            double goal = work.IsLarge ? LeastByHandWhenLarge : LeastByHand;
            double[] ceiling = ByHandRatios(work, PartsOf(work));
            return [Time(work, "ByHand"), Spread.Of(ratios, ""), VerdictBelow(goal, ratios, ceiling)];
        }

        string[] ByPython(WorkName work)
        {
            if (missing is not null)
            {
                return [$"not here: {missing}"];
            }

            string name = $"{work.Type} {work.Size}";
            double[] ratios = [.. rounds.Zip(python, (round, times) => times[name] / round[work, "RustInterop"].Nanoseconds)];
            return
            [
                Figure.Text(Spread.Middle(python.Select(times => times[name]))),
                Spread.Of(ratios, ""),
                VerdictBelow(LeastByPython, ratios, [.. rounds.Zip(python, (round, times) => times[name] / PartsOf(work)(round))]),
            ];
        }

        // Ours has to do what the parts do: it cannot be faster than they are.
        static string VerdictBelow(double goal, IEnumerable<double> ratios, IEnumerable<double> ceiling) =>
            Spread.Middle(ratios) < goal && Spread.Middle(ceiling) < goal
                ? string.Create(CultureInfo.InvariantCulture, $"≥ {goal:0.##}: out of reach, the parts alone come to {Spread.Middle(ceiling):0.00}")
                : Verdict("≥", goal, Spread.Middle(ratios) >= goal);

        static Func<Round, double> PartsOf(WorkName work) => round => round[work, "Parts"].Nanoseconds;

        static Func<Round, double> EachAlone(WorkName work) => round =>
            round[work, "Serialize"].Nanoseconds + round[work, "Native"].Nanoseconds + round[work, "Deserialize"].Nanoseconds;

        static Func<Round, double> Ours(WorkName work) => round => round[work, "RustInterop"].Nanoseconds;

        static string Verdict(string sign, double goal, bool isMet) =>
            string.Create(CultureInfo.InvariantCulture, $"{sign} {goal:0.##}: {(isMet ? "met" : "**not met**")}");
    }
}
