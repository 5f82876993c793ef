using RustInterop.Benchmarks.Tables;

namespace RustInterop.Benchmarks.Crossing;

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
