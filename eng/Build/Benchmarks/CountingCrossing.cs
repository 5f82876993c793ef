namespace RustInterop.Build.Benchmarks;

/// <summary>The library of benchmarks/native, built so that it counts what it allocates.</summary>
internal static class CountingCrossing
{
    public static async Task<IReadOnlyDictionary<string, string?>> BuildAsync(Step step)
    {
        string target = Path.Combine(Repository.Benchmarks, "counting");
        await Cargo.BuildCounting(Repository.CrossingCrate, target).RunAsync(step);
        return new Dictionary<string, string?>
        {
            ["CROSSING_COUNTING_LIBRARY"] = Path.Combine(target, "debug", "libcrossing.so"),
        };
    }
}
