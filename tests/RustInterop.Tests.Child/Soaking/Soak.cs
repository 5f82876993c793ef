using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace RustInterop.Tests.Child.Soaking;

/// <summary>
/// Makes calls of all kinds, mixed at random, for a time. Stops about every second to record the resources that the process
/// holds.
/// </summary>
internal static class Soak
{
    // With fewer there is no second quarter to compare the last one with.
    private const int FewestSamples = 4;
    private const int Callers = 8;
    private const int WarmUpRounds = 3;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(1);

    /// <param name="time">How long to run after the warm-up.</param>
    /// <param name="csv">The file for the samples.</param>
    /// <param name="afterRound">Runs after each round.</param>
    /// <returns>The exit code: 1 if a figure is not flat.</returns>
    internal static async Task<int> RunAsync(TimeSpan time, string csv, Action? afterRound = null)
    {
        for (int round = 0; round < WarmUpRounds; round++)
        {
            await RunRoundAsync(round);
        }

        long liveBytes = await Quiet.SettleAsync();
        List<Sample> samples = [];
        long calls = 0;
        await using StreamWriter file = new(csv);
        await file.WriteLineAsync(Sample.Header);
        Stopwatch watch = Stopwatch.StartNew();
        while (watch.Elapsed < time || samples.Count < FewestSamples)
        {
            calls += await RunRoundAsync(WarmUpRounds + samples.Count);
            afterRound?.Invoke();
            long nowLive = await Quiet.WaitForAsync(liveBytes);
            Sample sample = Sample.Take(watch.Elapsed, calls, nowLive);
            samples.Add(sample);
            await file.WriteLineAsync(sample.ToCsv());
        }

        IReadOnlyList<string> findings = Verdict.Of(samples, liveBytes);
        Console.WriteLine($"{samples.Count} samples, {calls} calls, {watch.Elapsed.TotalSeconds:0} s");
        foreach (string finding in findings)
        {
            await Console.Error.WriteLineAsync(finding);
        }

        return findings.Count > 0 ? 1 : 0;
    }

    private static async Task<long> RunRoundAsync(int round)
    {
        Stopwatch watch = Stopwatch.StartNew();
        long[] calls = await Task.WhenAll(
            Enumerable.Range(0, Callers).Select(caller => Caller.RunAsync(() => Call(round, caller, watch))));
        return calls.Sum();
    }

    [SuppressMessage(
        "Security",
        "CA5394:Do not use insecure randomness",
        Justification = "The numbers of the round and the caller reproduce a failure.")]
    private static long Call(int round, int caller, Stopwatch watch)
    {
        Random random = new((round * Callers) + caller);
        long calls = 0;
        while (watch.Elapsed < Round)
        {
            Caller.Call(CallKinds.All[random.Next(CallKinds.All.Count)], random.Next(20));
            calls++;
        }

        return calls;
    }
}
