using System.Diagnostics;
using System.Text.Json.Serialization;

namespace RustInterop.Benchmarks.FanOut;

/// <summary>A way to run an action on many hosts.</summary>
/// <param name="Name">The name in the tables.</param>
internal abstract record Contestant(string Name)
{
    /// <summary>Why it is not available here; null if it is.</summary>
    public virtual string? Missing => null;

    /// <summary>Does the work.</summary>
    /// <exception cref="InvalidOperationException">It failed on a host where it should have succeeded.</exception>
    public abstract Task<Cost> RunAsync(Work work);
}

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

/// <summary>What a run cost.</summary>
/// <param name="Wall">Seconds from start to end.</param>
/// <param name="Processor">Seconds of processor time.</param>
internal readonly record struct Cost(double Wall, double Processor)
{
    /// <summary>Measures work in this process, including the children that it starts.</summary>
    internal static Task<Cost> InProcessAsync(Func<Task> work) => MeasureAsync(ProcessorTime.Seconds, work);

    /// <summary>Measures a command from start to end, including every process that it waits for.</summary>
    internal static Task<Cost> OfCommandAsync(Func<Task> command) => MeasureAsync(ProcessorTime.OfChildren, command);

    /// <summary>Measures a program from start to end, including every process that it waits for.</summary>
    /// <exception cref="InvalidOperationException">Its exit code was not 0.</exception>
    internal static Task<Cost> OfProgramAsync(string program, IReadOnlyList<string> arguments) => OfCommandAsync(async () =>
    {
        (int exitCode, string errors) =
            await Command.TryRunAsync(program, arguments, new Dictionary<string, string>(), _ => { }).ConfigureAwait(false);
        if (exitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} exited with {exitCode}: {errors}");
        }
    });

    private static async Task<Cost> MeasureAsync(Func<double> processorSeconds, Func<Task> work)
    {
        double processor = processorSeconds();
        long start = Stopwatch.GetTimestamp();
        await work().ConfigureAwait(false);
        double wall = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new Cost(wall, processorSeconds() - processor);
    }
}

/// <summary>A contestant in a comparison.</summary>
/// <param name="Contestant">The contestant.</param>
/// <param name="Rounds">How many rounds it takes part in, from the first on.</param>
/// <param name="Wall">The goal for its time, if there is one.</param>
/// <param name="Processor">The goal for its processor time, if there is one.</param>
internal sealed record Entry(Contestant Contestant, int Rounds, Goal? Wall = null, Goal? Processor = null);
