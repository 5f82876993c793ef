using System.Text.Json.Serialization;

namespace RustInterop.Benchmarks.FanOut;

/// <summary>What every contestant is given: an action for many hosts.</summary>
/// <param name="Count">How many hosts.</param>
/// <param name="Action">For the shell of each.</param>
internal sealed record Work(int Count, string Action)
{
    /// <summary>How many hosts at a time.</summary>
    public int Concurrency { get; init; } = 64;

    /// <summary>Whole seconds, as most peers take them; 0 for no limit.</summary>
    public int Timeout { get; init; }

    /// <summary>By what the hosts are reached; null for local shells.</summary>
    public Server? Server { get; init; }

    // As an argument of a program, 20,000 names would be too long.
    [JsonIgnore]
    public IEnumerable<string> Hosts => Enumerable.Range(1, Count).Select(number => $"host{number}");

    /// <summary>Runs it, as .NET's programs are to.</summary>
    public Task ForEachHostAsync(Func<string, CancellationToken, Task> run) => Parallel.ForEachAsync(
        Hosts, new ParallelOptions { MaxDegreeOfParallelism = Concurrency }, async (host, _) =>
        {
            using CancellationTokenSource limit = new();
            if (Timeout > 0)
            {
                limit.CancelAfter(TimeSpan.FromSeconds(Timeout));
            }

            await run(host, limit.Token).ConfigureAwait(false);
        });
}
