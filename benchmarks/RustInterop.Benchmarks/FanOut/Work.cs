using System.Text.Json.Serialization;

namespace RustInterop.Benchmarks.FanOut;

/// <summary>The work for every contestant: an action for many hosts.</summary>
/// <param name="Count">The number of hosts.</param>
/// <param name="Action">The command for each host's shell.</param>
internal sealed record Work(int Count, string Action)
{
    /// <summary>How many hosts at a time.</summary>
    public int Concurrency { get; init; } = 64;

    /// <summary>In whole seconds, because most peers take no fractions; 0 for no limit.</summary>
    public int Timeout { get; init; }

    /// <summary>The server that stands for all hosts; null for local shells.</summary>
    public Server? Server { get; init; }

    // Not in the JSON: 20,000 names are too long for an argument of a program.
    [JsonIgnore]
    public IEnumerable<string> Hosts => Enumerable.Range(1, Count).Select(number => $"host{number}");

    /// <summary>Runs a function for each host, with the concurrency and the timeout.</summary>
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
