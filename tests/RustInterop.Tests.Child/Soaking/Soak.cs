using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using RustInterop.Crossing;

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
    /// <returns>The exit code: 1 where a figure is not flat.</returns>
    internal static async Task<int> RunAsync(TimeSpan time, string csv)
    {
        for (int round = 0; round < WarmUpRounds; round++)
        {
            await RunRoundAsync(round);
        }

        CountedLibrary library = CallKinds.OpenLibrary();
        RustMemory memory = new(library);
        IReadOnlyList<long> before = memory.Settle();
        List<Sample> samples = [];
        long calls = 0;
        await using StreamWriter file = new(csv);
        await file.WriteLineAsync(Sample.Header);
        Stopwatch watch = Stopwatch.StartNew();
        while (watch.Elapsed < time || samples.Count < FewestSamples)
        {
            calls += await RunRoundAsync(WarmUpRounds + samples.Count);
            memory.TryReturnTo(before);
            Sample sample = Sample.Take(watch.Elapsed, calls, library.LiveBytes);
            samples.Add(sample);
            await file.WriteLineAsync(sample.ToCsv());
        }

        IReadOnlyList<string> findings = Verdict.Of(samples, before[0]);
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

/// <summary>Whether the samples are flat.</summary>
internal static class Verdict
{
    // The runtime keeps compiled code, and its heap grows and shrinks.
    private const long ResidentKilobytes = 16 * 1024;

    // The size of .NET's thread pool varies.
    private const long Threads = 4;

    /// <returns>A finding for each figure that is not flat.</returns>
    internal static IReadOnlyList<string> Of(IReadOnlyList<Sample> samples, long liveBytes)
    {
        List<string> findings = [];
        RequireAll("live strings", sample => sample.LiveStrings, 0);
        RequireAll("zombies", sample => sample.Zombies, 0);
        RequireAll("Rust's live bytes", sample => sample.LiveBytes, liveBytes);
        RequireFlat("descriptors", sample => sample.Descriptors, 0);
        RequireFlat("threads", sample => sample.Threads, Threads);
        RequireFlat("kilobytes of resident memory", sample => sample.ResidentKilobytes, ResidentKilobytes);
        return findings;

        void RequireAll(string name, Func<Sample, long> figure, long expected)
        {
            Sample? first = samples.FirstOrDefault(sample => figure(sample) != expected);
            if (first is not null)
            {
                findings.Add($"{name}: {figure(first)} after {first.Seconds:0} s, not {expected}");
            }
        }

        void RequireFlat(string name, Func<Sample, long> figure, long margin)
        {
            long second = Median(samples.Skip(samples.Count / 4).Take(samples.Count / 4), figure);
            long last = Median(samples.Skip(samples.Count * 3 / 4), figure);
            if (last > second + margin)
            {
                findings.Add($"{name}: {last} in the last quarter, {second} in the second; the limit is {margin} more");
            }
        }
    }

    private static long Median(IEnumerable<Sample> samples, Func<Sample, long> figure)
    {
        long[] sorted = [.. samples.Select(figure).Order()];
        return sorted[sorted.Length / 2];
    }
}

/// <summary>The resources that the process holds while no call runs.</summary>
internal sealed record Sample(
    double Seconds,
    long Calls,
    long ResidentKilobytes,
    long ManagedBytes,
    long LiveBytes,
    long LiveStrings,
    int Descriptors,
    int Threads,
    int Zombies)
{
    internal const string Header =
        "seconds,calls,resident_kilobytes,managed_bytes,live_bytes,live_strings,descriptors,threads,zombies";

    /// <param name="elapsed">The time since the warm-up.</param>
    /// <param name="calls">The calls since the warm-up.</param>
    /// <param name="liveBytes">Rust's live bytes.</param>
    internal static Sample Take(TimeSpan elapsed, long calls, long liveBytes) => new(
        elapsed.TotalSeconds,
        calls,
        ProcessState.ResidentKilobytes(),
        GC.GetTotalMemory(forceFullCollection: false),
        liveBytes,
        NativeMethods.rust_interop_live_strings(),
        SettledDescriptors(),
        Directory.GetDirectories("/proc/self/task").Length,
        ProcessState.CountZombies());

    // The first time, another thread may still be about to close some.
    private static int SettledDescriptors() => Enumerable.Range(0, 3).Min(count =>
    {
        Thread.Sleep(count * 10);
        return ProcessState.CountDescriptors();
    });

    internal string ToCsv() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Seconds:0.0},{Calls},{ResidentKilobytes},{ManagedBytes},{LiveBytes},{LiveStrings},{Descriptors},{Threads},{Zombies}");
}
