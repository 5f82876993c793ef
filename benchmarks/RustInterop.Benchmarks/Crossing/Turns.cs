using System.Diagnostics;
using System.Text.Json;
using RustInterop.Benchmarks.Tables;

namespace RustInterop.Benchmarks.Crossing;

/// <summary>
/// The contestants of each work in turns, in a process of its own. What a processor does in a second changes from one to the
/// next, by more than is to be told apart here, and what the compiler makes of the same code changes from one process to the
/// next.
/// </summary>
/// <param name="Relative">By work and contestant: its time, where that of RustInterop is 1.</param>
internal sealed record Turns(IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> Relative)
{
    private const int FewestTurns = 9;
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan TimeOfAWork = TimeSpan.FromSeconds(5);

    // Twice: what has been called often enough is compiled once more meanwhile, and then measured to be compiled for good.
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Compilation = TimeSpan.FromMilliseconds(250);

    internal double this[WorkName work, string contestant] => Relative[work.Key][contestant];

    internal static async Task<Turns> RunAsync()
    {
        (string output, string? missing) = await Peer.RunAsync(Environment.ProcessPath!, ["crossing-turns"]).ConfigureAwait(false);
        return missing is null
            ? JsonSerializer.Deserialize<Turns>(output)!
            : throw new InvalidOperationException($"the turns of the crossing ended with: {missing}");
    }

    /// <summary>What that process does.</summary>
    internal static void Print()
    {
        StandardOutput.Discard();
        Console.WriteLine(JsonSerializer.Serialize(new Turns(WorkName.All.ToDictionary(work => work.Key, Measure))));
    }

    private static IReadOnlyDictionary<string, double> Measure(WorkName work)
    {
        using Contestants contestants = Contestants.Of(work);
        for (int round = 0; round < 2; round++)
        {
            foreach (Action call in contestants.Calls.Values)
            {
                CallsWithin(WarmUp, call);
            }

            Thread.Sleep(Compilation);
        }

        int calls = int.Max(1, CallsWithin(Slice, contestants.Calls[Contestants.Ours]));
        Dictionary<string, List<double>> relative = contestants.Calls.ToDictionary(pair => pair.Key, _ => new List<double>());
        long start = Stopwatch.GetTimestamp();
        for (int turn = 0; turn < FewestTurns || Stopwatch.GetElapsedTime(start) < TimeOfAWork; turn++)
        {
            Dictionary<string, TimeSpan> times =
                contestants.Calls.ToDictionary(pair => pair.Key, pair => TimeOf(calls, pair.Value));
            foreach ((string name, TimeSpan time) in times)
            {
                relative[name].Add(time / times[Contestants.Ours]);
            }
        }

        return relative.ToDictionary(pair => pair.Key, pair => Spread.Middle(pair.Value));
    }

    private static int CallsWithin(TimeSpan time, Action call)
    {
        int calls = 0;
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < time; calls++)
        {
            call();
        }

        return calls;
    }

    private static TimeSpan TimeOf(int calls, Action call)
    {
        long start = Stopwatch.GetTimestamp();
        for (int number = 0; number < calls; number++)
        {
            call();
        }

        return Stopwatch.GetElapsedTime(start);
    }
}
