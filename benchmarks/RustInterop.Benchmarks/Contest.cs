using System.Diagnostics;

namespace RustInterop.Benchmarks;

/// <summary>Several ways to do the same, measured in turns, because the speed of a processor drifts.</summary>
/// <param name="calls">How many calls a turn has.</param>
internal sealed class Contest(int calls)
{
    private const int Turns = 15;
    private const int WarmUp = 2;

    private readonly List<Contestant> _contestants = [];

    internal Contest Add(string name, Action call)
    {
        _contestants.Add(new(name, () =>
        {
            for (int i = 0; i < calls; i++)
            {
                call();
            }

            return Task.CompletedTask;
        }));
        return this;
    }

    internal Contest AddAwaited(string name, Func<Task> call)
    {
        _contestants.Add(new(name, async () =>
        {
            for (int i = 0; i < calls; i++)
            {
                await call().ConfigureAwait(false);
            }
        }));
        return this;
    }

    /// <summary>Prints for each the median and the spread of a call's time, and what it allocates on the managed heap.</summary>
    internal async Task MeasureAsync()
    {
        for (int turn = -WarmUp; turn < Turns; turn++)
        {
            foreach (Contestant contestant in _contestants)
            {
                long start = Stopwatch.GetTimestamp();
                await contestant.Calls().ConfigureAwait(false);
                if (turn >= 0)
                {
                    contestant.Microseconds.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds / calls);
                }
            }
        }

        foreach (Contestant contestant in _contestants)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            await contestant.Calls().ConfigureAwait(false);
            long bytes = (GC.GetTotalAllocatedBytes(precise: true) - before) / calls;
            Console.WriteLine($"{contestant.Name}:  {Spread.Of(contestant.Microseconds, " µs")}, {bytes} bytes");
        }
    }

    private sealed record Contestant(string Name, Func<Task> Calls)
    {
        internal List<double> Microseconds { get; } = [];
    }
}
