namespace RustInterop.Tests.Child.Soaking;

/// <summary>Whether the samples are flat.</summary>
internal static class Verdict
{
    // The runtime keeps what it compiled, and grows and shrinks its heap as it likes.
    private const long ResidentKilobytes = 16 * 1024;

    // Of .NET's pool, which comes and goes.
    private const long Threads = 4;

    /// <returns>A sentence for each figure that is not flat.</returns>
    internal static IReadOnlyList<string> Of(IReadOnlyList<Sample> samples, long liveBytes)
    {
        List<string> said = [];
        RequireAll("live strings", sample => sample.LiveStrings, 0);
        RequireAll("zombies", sample => sample.Zombies, 0);
        RequireAll("Rust's live bytes", sample => sample.LiveBytes, liveBytes);
        RequireFlat("descriptors", sample => sample.Descriptors, 0);
        RequireFlat("threads", sample => sample.Threads, Threads);
        RequireFlat("kilobytes of resident memory", sample => sample.ResidentKilobytes, ResidentKilobytes);
        return said;

        void RequireAll(string name, Func<Sample, long> figure, long expected)
        {
            Sample? first = samples.FirstOrDefault(sample => figure(sample) != expected);
            if (first is not null)
            {
                said.Add($"{name}: {figure(first)} after {first.Seconds:0} s, not {expected}");
            }
        }

        void RequireFlat(string name, Func<Sample, long> figure, long margin)
        {
            long second = Median(samples.Skip(samples.Count / 4).Take(samples.Count / 4), figure);
            long last = Median(samples.Skip(samples.Count * 3 / 4), figure);
            if (last > second + margin)
            {
                said.Add($"{name}: {last} in the last quarter, {second} in the second, more than {margin} apart");
            }
        }
    }

    private static long Median(IEnumerable<Sample> samples, Func<Sample, long> figure)
    {
        long[] sorted = [.. samples.Select(figure).Order()];
        return sorted[sorted.Length / 2];
    }
}
