namespace RustInterop.Tests.Child.Soaking;

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
