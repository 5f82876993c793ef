using System.Globalization;

namespace RustInterop.Benchmarks.Crossing;

/// <summary>
/// Calls by task, compared with the least that a switch to another thread and back takes, and with the blocking call on the thread pool.
/// </summary>
internal static class AsyncFunctionsTable
{
    internal static Task WriteAsync(Report report, IReadOnlyList<Round> rounds, IReadOnlyList<Turns> turns)
    {
        return report.WriteTableAsync(
            "async-functions",
            ["a function that does nothing, awaited", "time", "÷ floor", "goal", "÷ `Task.Run`", "goal", "managed bytes"],
            [
                Row("`async fn`, ready at once", nameof(AsyncFunctions.Ready)),
                Row("`async fn` that waits once", Contestants.Ours, mostOverFloor: 2),
                Row("`fn`, on a worker of its own", nameof(AsyncFunctions.OnOwnWorker)),
                Row("`fn` that is short", nameof(AsyncFunctions.DeclaredShort), mostOverTaskRun: 1),
                Row("`Task.Run` of the blocking call", nameof(AsyncFunctions.OnThreadPool)),
                Row("floor: the blocking call on a waiting thread", nameof(AsyncFunctions.OnWaitingThread)),
            ]);

        IReadOnlyList<string> Row(string text, string contestant, double? mostOverFloor = null, double? mostOverTaskRun = null)
        {
            double[] overFloor = Ratios(contestant, nameof(AsyncFunctions.OnWaitingThread));
            double[] overTaskRun = Ratios(contestant, nameof(AsyncFunctions.OnThreadPool));
            return
            [
                text,
                Figure.Text(Spread.Median(rounds.Select(round => round[WorkName.AsyncFunctions, contestant].Nanoseconds))),
                Spread.Of(overFloor, ""),
                Verdict(overFloor, mostOverFloor),
                Spread.Of(overTaskRun, ""),
                Verdict(overTaskRun, mostOverTaskRun),
                Figure.Text(rounds[0][WorkName.AsyncFunctions, contestant].Bytes),
            ];
        }

        double[] Ratios(string contestant, string other) =>
            [.. turns.Select(turn => turn[WorkName.AsyncFunctions, contestant] / turn[WorkName.AsyncFunctions, other])];

        static string Verdict(double[] ratios, double? most) => most is null ? ""
            : Goal.Verdict(string.Create(CultureInfo.InvariantCulture, $"≤ {most:0.##}"), Spread.Median(ratios) <= most);
    }
}
