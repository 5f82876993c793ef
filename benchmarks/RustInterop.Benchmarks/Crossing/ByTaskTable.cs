using RustInterop.Benchmarks.Tables;

namespace RustInterop.Benchmarks.Crossing;

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
