using System.Globalization;
using RustInterop.Benchmarks.Generated;

namespace RustInterop.Benchmarks.Crossing;

/// <summary>Records in and out: by generated C#, and by handwritten P/Invoke with JSON and with C structs.</summary>
internal static class RecordsTable
{
    private const string Ours = Contestants.Ours;
    private const string AsJson = "JSON";
    private const string AsStructs = "C structs";
    private const string Objects = "objects";
    private const double LeastOfJson = 6;
    private const double MostOfStructs = 1.3;

    internal static async Task WriteAsync(Report report) => await report.WriteTableAsync(
        "records",
        ["records in and out", "RustInterop", "managed bytes", "of what it returns", "JSON by hand", "÷ ours", "goal", "managed bytes", "C structs by hand", "÷ C structs", "goal"],
        [
            await RowAsync("1", One(), calls: 50_000).ConfigureAwait(false),
            await RowAsync("100", Many(100), calls: 1000).ConfigureAwait(false),
            await RowAsync("10,000", Many(10_000), calls: 10).ConfigureAwait(false),
        ]).ConfigureAwait(false);

    private static Func<int, Contest> One() => calls =>
    {
        Reading[] readings = Readings(1);
        Reading only = readings[0];
        return new Contest(calls)
            .Add(Ours, () => Native.SameReading(only))
            .Add(AsJson, () => ReadingsByHand.AsJson(readings))
            .Add(AsStructs, () => ReadingsByHand.AsStructs(readings))
            .Add(Objects, () => Copy(only));
    };

    private static Func<int, Contest> Many(int count) => calls =>
    {
        Reading[] readings = Readings(count);
        return new Contest(calls)
            .Add(Ours, () => Native.SameReadings(readings))
            .Add(AsJson, () => ReadingsByHand.AsJson(readings))
            .Add(AsStructs, () => ReadingsByHand.AsStructs(readings))
            .Add(Objects, () => Array.ConvertAll(readings, Copy));
    };

    private static async Task<IReadOnlyList<string>> RowAsync(string text, Func<int, Contest> contest, int calls)
    {
        Dictionary<string, Measured> measured = (await Undisturbed.RunAsync(contest(calls).MeasureAsync).ConfigureAwait(false))
            .ToDictionary(contestant => contestant.Name);
        Measured ours = measured[Ours];
        double[] ofJson = Ratios(measured[AsJson], ours);
        double[] ofStructs = Ratios(ours, measured[AsStructs]);
        return
        [
            text, Time(ours), Figure.Text(ours.Bytes), Figure.Text(measured[Objects].Bytes),
            Time(measured[AsJson]), Spread.Of(ofJson, ""), Verdict("≥", LeastOfJson, Spread.Median(ofJson) >= LeastOfJson), Figure.Text(measured[AsJson].Bytes),
            Time(measured[AsStructs]), Spread.Of(ofStructs, ""), Verdict("≤", MostOfStructs, Spread.Median(ofStructs) <= MostOfStructs),
        ];
    }

    private static double[] Ratios(Measured one, Measured other) =>
        [.. one.Nanoseconds.Zip(other.Nanoseconds, (of, by) => of / by)];

    private static string Time(Measured measured) => Figure.Text(Spread.Median(measured.Nanoseconds));

    private static string Verdict(string sign, double goal, bool isMet) =>
        Goal.Verdict(string.Create(CultureInfo.InvariantCulture, $"{sign} {goal:0.0}"), isMet);

    private static Reading[] Readings(int count) => [.. Enumerable.Range(0, count).Select(number => new Reading
    {
        Id = (ulong)number * 7919,
        Name = string.Create(CultureInfo.InvariantCulture, $"reading-number-{number:D6}"),
        Text = "a text of about thirty characters",
        Score = number * 0.25,
        Valid = number % 2 == 0,
        Parent = number % 3 == 0 ? null : (uint)number,
    })];

    private static Reading Copy(Reading reading) => new()
    {
        Id = reading.Id,
        Name = new string(reading.Name.AsSpan()),
        Text = new string(reading.Text.AsSpan()),
        Score = reading.Score,
        Valid = reading.Valid,
        Parent = reading.Parent,
    };
}
