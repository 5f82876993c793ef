using System.Globalization;

namespace RustInterop.Benchmarks.Crossing;

/// <summary>Async functions, compared with the least that a switch to another thread and back takes.</summary>
internal static class AsyncFunctionsTable
{
    private const double MostOverFloor = 2;

    internal static Task WriteAsync(Report report, IReadOnlyList<Round> rounds, IReadOnlyList<Turns> turns)
    {
        return report.WriteTableAsync(
            "async-functions",
            ["a function that does nothing, awaited", "time", "÷ floor", "goal", "managed bytes"],
            [
                Row("`async fn`, ready at once", nameof(AsyncFunctions.Ready)),
                Row("`async fn` that waits once", Contestants.Ours, hasGoal: true),
                Row("`fn`, on a worker of its own", nameof(AsyncFunctions.OnOwnWorker)),
                Row("floor: the blocking call on a waiting thread", nameof(AsyncFunctions.OnWaitingThread)),
            ]);

        IReadOnlyList<string> Row(string text, string contestant, bool hasGoal = false)
        {
            double[] ratios = [.. turns.Select(turn => Time(turn, contestant) / Time(turn, nameof(AsyncFunctions.OnWaitingThread)))];
            return
            [
                text,
                Figure.Text(Spread.Median(rounds.Select(round => round[WorkName.AsyncFunctions, contestant].Nanoseconds))),
                Spread.Of(ratios, ""),
                hasGoal ? Verdict(Spread.Median(ratios)) : "",
                Figure.Text(rounds[0][WorkName.AsyncFunctions, contestant].Bytes),
            ];
        }

        static double Time(Turns turn, string contestant) => turn[WorkName.AsyncFunctions, contestant];

        static string Verdict(double ratio) =>
            string.Create(CultureInfo.InvariantCulture, $"≤ {MostOverFloor:0.##}: {(ratio <= MostOverFloor ? "met" : "**not met**")}");
    }
}
